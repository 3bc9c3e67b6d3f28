using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags.Definitions;
using MudBlazor;

namespace Meridian.Web.Pages.Layout;

/// <summary>A place to go to from anywhere.</summary>
/// <param name="Kind">"page", "do", "view", "tag", "segment", "customer": texts <c>palette.kind.*</c>.</param>
/// <param name="Aside">What else is known, such as a key or a country; found by it too.</param>
internal sealed record PaletteItem(string Href, string Text, string Icon, string Kind, string? Aside = null)
{
    /// <summary>Pages and what can be begun, as far as somebody may.</summary>
    public static IEnumerable<PaletteItem> Places(Texts texts, Scope scope) =>
    [
        .. NavMenu.Rooms.Where(r => Rights.Allows(scope, r.Right)).Select(r => new PaletteItem(r.Href, texts[r.Text], r.Icon, "page")),
        .. Settings.Rooms.All.Where(r => Rights.Allows(scope, r.Right)).Select(r => new PaletteItem(r.Href, texts[r.Text], Icons.Material.Outlined.Settings, "page", texts["nav.settings"])),
        .. Begun.Where(b => Rights.Allows(scope, b.Right)).Select(b => new PaletteItem(b.Href, texts[b.Text], Icons.Material.Outlined.Add, "do")),
    ];

    public static PaletteItem Of(OfCustomers.ShownView shown) => new(shown.View.Address, shown.View.Name, Icons.Material.Outlined.People, "view", shown.By);

    /// <summary>The team's tags and segments, by their names in the reader's language.</summary>
    public static IEnumerable<PaletteItem> Definitions(ISession session) =>
    [
        .. TagBook.All(session).Select(t => new PaletteItem($"/tags/{t.Key}", t.Definition.NameIn(Texts.Language), Icons.Material.Outlined.Label, "tag", t.Key)),
        .. SegmentBook.All(session).Select(s => new PaletteItem($"/segments/{s.Key}", NameOf(s.Definition), Icons.Material.Outlined.PieChart, "segment", s.Key)),
    ];

    private static string NameOf(SegmentDefinition segment) => segment.Names?.GetValueOrDefault(Texts.Language) ?? segment.Names?.GetValueOrDefault("en") ?? segment.Key;

    /// <summary>Customers by anything that they are found by.</summary>
    public static List<PaletteItem> Customers(ISession session, Scope scope, string text, int limit) => Segments.Customers.Window(session, scope, new CustomerFilter { Text = text }, 0, limit)
        .ConvertAll(c => new PaletteItem($"/customers/{c.ProfileId}", c.Name ?? c.ProfileId.ToString(), Icons.Material.Outlined.Person, "customer", c.Country is null ? null : Names.Country(c.Country)));

    /// <summary>How well it fits what is typed: 0 is best; null where it does not.</summary>
    public int? Rank(IReadOnlyList<string> words)
    {
        var worst = 0;
        foreach (var word in words)
        {
            var at = Text.IndexOf(word, StringComparison.CurrentCultureIgnoreCase);
            var fits = at == 0 ? 0 : at > 0 ? 1 : Aside?.Contains(word, StringComparison.CurrentCultureIgnoreCase) == true ? 2 : 3;
            if (fits == 3)
                return null;
            worst = Math.Max(worst, fits);
        }

        return worst;
    }

    private static readonly (string Href, string Text, Right Right)[] Begun =
    [
        ("/imports/new", "palette.do.import", Right.WriteImports),
        ("/tags/new", "palette.do.tag", Right.EditTags),
        ("/segments/new", "palette.do.segment", Right.EditTags),
        ("/settings/sources/connect", "palette.do.connect", Right.ManageKeys),
    ];
}
