namespace Meridian.Normalise;

/// <summary>What stands before the decimals.</summary>
public enum DecimalMark
{
    /// <summary>Not known: "1.234" may be a thousand or a little more than one.</summary>
    Unknown,

    /// <summary>1,234.50.</summary>
    Point,

    /// <summary>1.234,50.</summary>
    Comma,
}
