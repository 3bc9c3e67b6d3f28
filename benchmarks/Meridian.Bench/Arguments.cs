namespace Meridian.Bench;

/// <summary>The options of a benchmark: <c>--rows 1000000</c>.</summary>
internal static class Arguments
{
    public static string? Text(string[] args, string name)
    {
        var i = Array.IndexOf(args, name);
        return i >= 0 && i + 1 < args.Length ? args[i + 1] : null;
    }

    public static long Option(string[] args, string name, long otherwise)
    {
        var i = Array.IndexOf(args, name);
        return i >= 0 && i + 1 < args.Length ? long.Parse(args[i + 1]) : otherwise;
    }
}
