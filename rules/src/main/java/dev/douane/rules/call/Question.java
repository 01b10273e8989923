package dev.douane.rules.call;

/** One question to the house: the call with its caller, data and workload, and how to answer. */
public record Question(Call call, Caller caller, Data data, Workload workload, Options options) {
    /** A question of which only the call is known. */
    public static Question about(Call call) {
        return new Question(call, Caller.UNKNOWN, Data.UNKNOWN, Workload.UNKNOWN, Options.DEFAULT);
    }

    public Question from(Caller other) {
        return new Question(call, other, data, workload, options);
    }

    public Question carrying(Data other) {
        return new Question(call, caller, other, workload, options);
    }

    public Question doing(Workload other) {
        return new Question(call, caller, data, other, options);
    }

    public Question with(Options other) {
        return new Question(call, caller, data, workload, other);
    }
}
