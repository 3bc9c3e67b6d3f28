namespace Meridian.Tags;

/// <summary>The log entry that evaluates all labels that turn with time, as of the entry's own time.</summary>
public static class EvaluateOrder
{
    public const string Kind = "evaluate";
}
