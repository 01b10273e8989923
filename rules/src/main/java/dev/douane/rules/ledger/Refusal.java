package dev.douane.rules.ledger;

/** Why the ledger does not do what it is asked. Words for people are made where people are told. */
public enum Refusal {
    /** The idempotency key was used before, for another request. */
    KEY_OF_ANOTHER_REQUEST,
    /** There is no such decision, or it is somebody else's: nobody learns of decisions that he may not read. */
    NO_SUCH_DECISION,
    /** The decision set no money aside. */
    NOTHING_HELD,
    /** It is settled already, with other figures. */
    SETTLED_OTHERWISE,
    /** It is settled, so nothing can be given back. */
    SETTLED,
    /** It was voided, and a settlement without usage does not say that the call was made all the same. */
    VOIDED,
    /** The call was reported to run, so nothing can be given back. */
    USAGE_REPORTED,
    /** What served the call is neither the decision's target nor one of its alternatives. */
    DEPLOYMENT_NOT_DECIDED,
    /** What served the call has no price for the service tier. */
    NO_PRICE
}
