using System.Text.RegularExpressions;

namespace Meridian.Foundation.Platforms;

/// <summary>Which texts are handles on one platform, and which links hold one. Columns id, opaque_id and paths of <c>platforms.tsv</c>.</summary>
internal sealed class HandleForm
{
    public static readonly HandleForm None = new(null, null, []);

    // Linear-time matching: the text comes from strangers' files.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // A customer file is about two or three platforms: building every expression at start would cost each command line tens of milliseconds.
    private readonly Lazy<Regex>? _id;
    private readonly Lazy<Regex>? _opaqueId;

    public HandleForm(string? id, string? opaqueId, IReadOnlyList<string> paths)
    {
        _id = Whole(id);
        _opaqueId = Whole(opaqueId);
        Paths = [.. paths.Select(LinkPath.Parse)];
    }

    /// <summary>Forms of a link's path, the most telling first.</summary>
    public IReadOnlyList<LinkPath> Paths { get; }

    /// <summary>An id of the platform's own making, whose letters' case carries meaning.</summary>
    public bool IsOpaqueId(ReadOnlySpan<char> text) => _opaqueId is not null && _opaqueId.Value.IsMatch(text);

    /// <summary>A handle that the customer chose, in lower case.</summary>
    public bool IsId(ReadOnlySpan<char> lower) => _id is not null && _id.Value.IsMatch(lower);

    private static Lazy<Regex>? Whole(string? pattern) =>
        pattern is null ? null : new(() => new Regex($@"\A(?:{pattern})\z", Linear, TimeSpan.FromSeconds(1)));
}
