using MudBlazor;

namespace Meridian.Web.Pages;

/// <summary>Colours, letters and corners of the pages, in light and dark.</summary>
public static class Look
{
    public const string LanguageCookie = "meridian.language";

    /// <summary>"light", "dark", or none for what the machine says.</summary>
    public const string ThemeCookie = "meridian.theme";

    private static readonly string[] Letters = ["Inter", "Segoe UI", "-apple-system", "BlinkMacSystemFont", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Noto Sans Arabic", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b6b6b",
            PrimaryContrastText = "#ffffff",
            Secondary = "#8a4b08",
            Tertiary = "#4c51a8",
            Info = "#1d5fa8",
            Success = "#1c7440",
            Warning = "#8a5a00",
            Error = "#b3261e",
            Background = "#f6f7f8",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1d2528",
            DrawerBackground = "#ffffff",
            DrawerText = "#3a464a",
            DrawerIcon = "#5a686d",
            TextPrimary = "#1d2528",
            TextSecondary = "#566166",
            TextDisabled = "#6b767a",
            ActionDefault = "#566166",
            LinesDefault = "#e1e5e7",
            LinesInputs = "#8c979b",
            TableLines = "#e8ebec",
            Divider = "#e1e5e7",
            TableHover = "#f1f5f5",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#5cc4bf",
            PrimaryContrastText = "#06201f",
            Secondary = "#f0b26b",
            Tertiary = "#a5a9f5",
            Info = "#7db6f0",
            Success = "#74cf95",
            Warning = "#eebd5a",
            Error = "#f2a19b",
            InfoContrastText = "#06201f",
            SuccessContrastText = "#06201f",
            WarningContrastText = "#06201f",
            ErrorContrastText = "#2b0604",
            SecondaryContrastText = "#2b1a04",
            TertiaryContrastText = "#0b0d33",
            Background = "#12181a",
            Surface = "#1a2225",
            AppbarBackground = "#1a2225",
            AppbarText = "#e6ebec",
            DrawerBackground = "#1a2225",
            DrawerText = "#c9d2d4",
            DrawerIcon = "#9fabae",
            TextPrimary = "#e6ebec",
            TextSecondary = "#aab5b8",
            TextDisabled = "#8b979b",
            ActionDefault = "#aab5b8",
            LinesDefault = "#2c373b",
            LinesInputs = "#6f7d81",
            TableLines = "#283235",
            Divider = "#2c373b",
            TableHover = "#20292c",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", DrawerWidthLeft = "232px", AppbarHeight = "56px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Letters, FontSize = "0.875rem", LineHeight = "1.45" },
            H1 = new H1Typography { FontSize = "1.5rem", FontWeight = "650", LineHeight = "1.25" },
            H2 = new H2Typography { FontSize = "1.1rem", FontWeight = "600", LineHeight = "1.3" },
            H3 = new H3Typography { FontSize = "0.95rem", FontWeight = "600", LineHeight = "1.3" },
            Button = new ButtonTypography { TextTransform = "none", FontWeight = "550", FontSize = "0.875rem" },
            Caption = new CaptionTypography { FontSize = "0.78rem" },
        },
    };
}
