using System.Globalization;

namespace Meridian.Cli.Output;

/// <summary>A count with its noun: "1 row", "2 rows", "1,000 rows".</summary>
internal static class Plural
{
    public static string Of(long count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : one + "s")}");
}
