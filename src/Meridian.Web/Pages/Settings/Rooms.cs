using Meridian.Foundation.Governance;

namespace Meridian.Web.Pages.Settings;

/// <summary>The pages of the settings, in the order in which they stand.</summary>
internal static class Rooms
{
    /// <summary>Address, key of the name, and the right to open it.</summary>
    public static readonly (string Href, string Text, Right Right)[] All =
    [
        ("/settings/sources", "settings.sources", Right.ReadSources),
        ("/settings/keys", "settings.keys", Right.ManageKeys),
        ("/settings/people", "settings.people", Right.ManagePeople),
        ("/settings/areas", "settings.areas", Right.EditTags),
        ("/settings/activity", "settings.activity", Right.EditTags),
        ("/settings/suppressions", "settings.suppressions", Right.ReadSuppressions),
        ("/settings/audit", "settings.audit", Right.ReadAudit),
    ];
}
