using Meridian.Foundation.Database;

namespace Meridian.Tags.Labels;

/// <summary>
/// A built-in label: SQL that gives <c>(profile_id, tag, value, because, confidence)</c> for all profiles of a row source shaped like the profile table with
/// what events say (<see cref="Meridian.Events.EventDays.Facts"/>), as of an instant. The same SQL runs over one entry's profiles and over all of them.
/// </summary>
/// <param name="Tag">The tag's key.</param>
/// <param name="TurnsWithTime">Whether the value can change though no fact does.</param>
public sealed record Label(string Tag, bool TurnsWithTime, Func<IDialect, Sql, DateTime, Sql> Select);

/// <summary>The labels that everyone starts with.</summary>
public static class BuiltInLabels
{
    /// <summary>All columns of profiles that labels are made of, platforms among them.</summary>
    public static Sql Columns => $"""
        profile_id, name, country, country_because, country_conflict, language, language_because, time_zone, time_zone_because, platforms,
        created_at, last_seen_at, last_order_at, first_order_at, active_days_30, messages_in, messages_count
        """;

    public static IReadOnlyList<Label> All { get; } = [.. Region.Labels, .. Activity.Labels, LifeStage.Label, DataQuality.Label];
}
