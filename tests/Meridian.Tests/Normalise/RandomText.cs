using CsCheck;

namespace Meridian.Tests.Normalise;

/// <summary>Text of the kind that breaks readers: any UTF-16 code unit, lone surrogates included, mixed with the characters that cells are full of.</summary>
internal static class RandomText
{
    /// <summary>Samples of a property that costs microseconds.</summary>
    public const int Many = 20_000;

    private static readonly Gen<char> AnyUnit = Gen.Char;
    private static readonly Gen<char> Telling = Among("0123456789 -/.,:+@'()<>\"~#%€$£¥TZabmpxAMP年月日时分元上下午\u0000\t\n\u00A0\u200B\u200D\u200E\uFEFF\u0301\u0660\u0667٫٬／．＠\uD83D\uDE00ñçßİıأ김하ﷺ".ToCharArray());

    /// <summary>One of the values, each as likely.</summary>
    public static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>Up to 60 code units.</summary>
    public static Gen<string> Any { get; } = Gen.Frequency((1, AnyUnit), (4, Telling), (2, Gen.Char['a', 'z'])).Array[0, 60].Select(units => new string(units));
}
