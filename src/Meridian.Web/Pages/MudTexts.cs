using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Meridian.Web.Pages;

/// <summary>What the components' library says by itself, in the pages' languages; its own English else.</summary>
internal sealed class MudTexts : MudLocalizer
{
    public override LocalizedString this[string key] => Of(key, Texts.Language == "en" ? null : Texts.Find(Texts.Language, "mud." + key));

    public override LocalizedString this[string key, params object[] arguments] =>
        Texts.Language != "en" && Texts.Find(Texts.Language, "mud." + key) is { } text
            ? new LocalizedString(key, string.Format(System.Globalization.CultureInfo.CurrentCulture, text, arguments)) : Of(key, null);

    private static LocalizedString Of(string key, string? text) => new(key, text ?? key, resourceNotFound: text is null);
}
