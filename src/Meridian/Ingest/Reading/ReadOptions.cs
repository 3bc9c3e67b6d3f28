using System.Text;

namespace Meridian.Ingest.Reading;

/// <summary>What the person who imports knows better than the file tells; null lets the bytes decide.</summary>
/// <param name="Encoding">Encoding of a text file; ignored by formats that fix their own.</param>
/// <param name="Delimiter">Cell separator of a CSV file; wins over a <c>sep=</c> line.</param>
public sealed record ReadOptions(Encoding? Encoding = null, char? Delimiter = null)
{
    /// <summary>Nothing known.</summary>
    public static ReadOptions None { get; } = new();

    /// <summary>The encoding a person names, those of old Windows and East Asia included ("gbk", "windows-1251"); null where there is none of that name.</summary>
    public static Encoding? FindEncoding(string name) => Charset.Named(name);

    /// <summary>How far an archive may expand before it is refused as a bomb.</summary>
    public DecompressionLimits Limits { get; init; } = DecompressionLimits.Default;
}

/// <summary>Bounds on what a .gz, .zip or .xlsx may expand to (OWASP ASVS 5.2.3: checked while expanding, not by what the archive declares).</summary>
/// <param name="MaxBytes">Absolute limit on the expanded size, bytes.</param>
/// <param name="MaxRatio">Expanded over compressed size; customer text compresses 5 to 30 times.</param>
/// <param name="RatioFrom">The ratio is judged above this expanded size only, bytes: small files of blanks are harmless.</param>
/// <param name="MaxEntries">Files in one archive.</param>
public sealed record DecompressionLimits(long MaxBytes, int MaxRatio, long RatioFrom, int MaxEntries)
{
    /// <summary>64 GiB; 200 times above 1 GiB; 10,000 entries.</summary>
    public static DecompressionLimits Default { get; } = new(64L << 30, 200, 1L << 30, 10_000);
}
