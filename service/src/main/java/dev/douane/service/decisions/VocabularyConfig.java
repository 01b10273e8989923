package dev.douane.service.decisions;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** The words a request may use. Rules and scenarios are written in them; a word outside is refused. */
@ConfigMapping(prefix = "douane.vocabulary")
public interface VocabularyConfig {
    /** What kinds of data travel. */
    @WithDefault(
            "public,internal,confidential,personal,special-category,financial,health,export-controlled,public-sector")
    List<String> dataClasses();

    /** How much hangs on a workload. */
    @WithDefault("low,standard,high,critical")
    List<String> criticalities();

    /** Where in its life a workload stands. */
    @WithDefault("discovery,scaling,production")
    List<String> phases();

    /** What a model may be asked to do. */
    @WithDefault("chat,responses,completion,embedding,image,audio,rerank,moderation")
    List<String> operations();

    /** The providers' price classes. */
    @WithDefault("default,auto,flex,priority,batch")
    List<String> serviceTiers();
}
