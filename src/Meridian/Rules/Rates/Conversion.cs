using Meridian.Foundation.Database;

namespace Meridian.Rules.Rates;

/// <summary>An amount in another currency, by the rates of the day of its event.</summary>
internal static class Conversion
{
    /// <param name="amount">A number, of an event <c>e</c>.</param>
    /// <param name="currency">The text that says which currency it is in; of another, or none, or one without a rate by then, nothing comes of it.</param>
    /// <param name="wanted">ISO 4217.</param>
    /// <param name="last">The last day of which rates are known; null for none.</param>
    public static Sql Of(Sql amount, Sql currency, string wanted, DateOnly? last)
    {
        // What is no amount of anything would overflow, which one engine takes for an error and the other for infinity.
        Sql bounded = $"case when abs({amount}) between 1e-20 and 1e20 or {amount} = 0 then {amount} end";
        if (last is not { } day)
            return $"case when upper({currency}) = {wanted} then {bounded} end";
        return $"case when upper({currency}) = {wanted} then {bounded} else ({bounded}) / {Rate($"upper({currency})")} * {Rate($"{wanted}")} end";

        Sql Rate(Sql of) => $"(select d.per_base from {RateTables.Daily} d where d.currency = {of} and d.day = least(cast(e.occurred_at as date), {day}))";
    }
}
