/** The cases that lie outside the repository, played against the application: each holds what is right, not what the product does. */
@org.jspecify.annotations.NullMarked
package dev.douane.service.cases;
