using Meridian.Foundation.Database;

namespace Meridian.Rules.Rates;

/// <summary>Rates of exchange, so that amounts in many currencies can be compared in one.</summary>
public static class RateTables
{
    /// <summary>As they were stated: one of a currency and day at most, the last that was said.</summary>
    public static readonly Table Stated = new("currency_rate");

    /// <summary>For every day from a currency's first to the last of all, the latest rate that was stated by then; of the base, 1. Made of <see cref="Stated"/>, so that an event finds its rate by equality.</summary>
    public static readonly Table Daily = new("currency_day");

    public static IReadOnlyList<Sql> Create =>
    [
        $"create table {Stated} (currency varchar not null, day date not null, per_base double precision not null, base varchar not null, entry bigint not null)",
        $"create table {Daily} (currency varchar not null, day date not null, per_base double precision not null)",
    ];
}
