using Meridian.Foundation.Database;

namespace Meridian.Rules;

/// <summary>Temporary tables of a session that runs rules.</summary>
internal static class RuleTables
{
    /// <summary>What day it is in each time zone at the instant of the evaluation: (zone, today, year_day, leap_day, weekday).</summary>
    public static readonly Table Zone = new("rule_zone");

    /// <summary>What few customers did: (profile_id, name, occurred_at, total, properties, message_key).</summary>
    public static readonly Table Event = new("rule_event");

    /// <summary>The values that others are compared with: (number, country, value); country is '' where all customers are ranked together.</summary>
    public static readonly Table CutOff = new("rule_cut_off");
}
