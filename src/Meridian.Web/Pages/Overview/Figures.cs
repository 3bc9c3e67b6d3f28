using System.Globalization;

namespace Meridian.Web.Pages.Overview;

/// <summary>Numbers as the overview writes them.</summary>
internal static class Figures
{
    /// <summary>Whole per cents; below ten with one place, so that a small share is not nothing.</summary>
    public static string Share(long part, long whole)
    {
        if (whole == 0)
            return "–";
        var share = (double)part / whole;
        return share.ToString(share is > 0 and < 0.0995 ? "P1" : "P0", CultureInfo.CurrentCulture);
    }

    /// <summary>How dark a cell is, 0 to 45, on which text is still read well in both themes: by the square root, so that small countries are not all white.</summary>
    public static int Heat(long customers, long most) => customers == 0 || most == 0 ? 0 : Math.Max(4, (int)(45 * Math.Sqrt((double)customers / most)));
}
