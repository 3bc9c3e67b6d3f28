using Meridian.Web.Pages.Access;

namespace Meridian.Web.Pages.OfTags;

/// <summary>Who did something, by name where they are of the team.</summary>
public static class Authors
{
    private const string Local = "local:";

    /// <param name="by">As the log has it: a person's or a key's id, or "local:USER"; null for nobody knows.</param>
    public static string NameOf(this PeopleBook people, string? by) =>
        by is null ? "" : people.All.FirstOrDefault(p => p.Actor == by)?.Name ?? (by.StartsWith(Local, StringComparison.Ordinal) ? by[Local.Length..] : by);
}
