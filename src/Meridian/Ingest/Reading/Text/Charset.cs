using System.Text;

namespace Meridian.Ingest.Reading;

/// <summary>An encoding found or named, with the name shown to people; <see cref="Preamble"/> bytes of BOM are passed over.</summary>
internal sealed record Charset(Encoding Encoding, int Preamble = 0)
{
    static Charset() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Charset Utf8 { get; } = new(Encoding.UTF8);

    public bool IsUtf8 => Encoding.CodePage == 65001;

    /// <summary>UTF-16 or UTF-32, where zero bytes are ordinary.</summary>
    public bool IsWide => Encoding.CodePage is 1200 or 1201 or 12000 or 12001;

    /// <summary>.NET calls Korean's code page 949 "ks_c_5601-1987"; everybody else says "euc-kr", of which it is the superset.</summary>
    public string Name => Encoding.CodePage == 949 ? "euc-kr" : Encoding.WebName;

    public static Charset CodePage(int number) => new(Encoding.GetEncoding(number));

    /// <summary>The encoding that a file or a person names ("utf-8", "gbk", "windows-1252"); null where there is none of that name.</summary>
    public static Encoding? Named(string? name)
    {
        try
        {
            return name is null ? null : Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>By byte order mark; null without one. UTF-32 first: its little-endian mark begins with UTF-16's.</summary>
    public static Charset? FromMark(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) ? new(Encoding.UTF32, 4)
        : head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]) ? new(Encoding.GetEncoding(12001), 4)
        : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? new(Encoding.Unicode, 2)
        : head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? new(Encoding.BigEndianUnicode, 2)
        : head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? new(Encoding.UTF8, 3)
        : null;
}
