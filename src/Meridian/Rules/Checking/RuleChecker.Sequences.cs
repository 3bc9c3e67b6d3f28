using Meridian.Rules.Functions;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Checking;

/// <content>Sequences of events.</content>
public sealed partial class RuleChecker
{
    private const int MostSteps = 8;

    private RuleType OfSequence(SequenceNode sequence)
    {
        if (InEvent)
            return Error(sequence, "A sequence is about all events of a customer and cannot stand in a condition on one.");
        foreach (var named in sequence.Named.Where(n => !EventWindow.Names.Contains(n.Name)))
            Error(named.Span, $"sequence(...) takes no '{named.Name}:'.", Nearest.To(named.Name, EventWindow.Names), [.. EventWindow.Names.Select(n => n + ":")]);
        EventWindow.Check(sequence.Named, this);
        if (sequence.Steps.Count is < 2 or > MostSteps)
            Error(sequence, $"A sequence has 2 to {MostSteps} steps.");
        for (var i = 0; i < sequence.Steps.Count; i++)
            Check(sequence.Steps[i], isFirst: i == 0, isLast: i == sequence.Steps.Count - 1);
        return RuleType.Boolean;
    }

    private void Check(SequenceStep step, bool isFirst, bool isLast)
    {
        NoteEvent(step.Span, step.Event);
        if (step.Where is { } where)
            CheckWhere(where);
        if (step.No && (isFirst || !isLast))
            Error(step.Span, "Only the last step of a sequence can be one that does not happen: sequence(\"A\" then no \"B\" within 24 hours).");
        else if (step.No && step.Within is null)
            Error(step.Span, $"By when does it not happen? Write: no \"{step.Event}\" within 24 hours.");
        if (isFirst && step.Within is not null)
            Error(step.Within, "The first step has no step before it. For when it happened write within: behind the steps.");
        if (step.Within is { Unit: DurationUnit.Months or DurationUnit.Years })
            Error(step.Within, "Between two steps the clock counts: write days or weeks.");
        else if (step.Within is { Amount: <= 0 })
            Error(step.Within, "A length of time is more than nothing.");
    }
}
