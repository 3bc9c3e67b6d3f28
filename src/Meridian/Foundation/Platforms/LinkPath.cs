namespace Meridian.Foundation.Platforms;

/// <summary>
/// The form of what follows the host in a link: <c>{id}</c>, <c>people/*/{id}</c>, <c>send?phone={phone}</c>, <c>k/#{id}</c>.
/// A query that the form does not name is ignored, so tracking parameters do no harm.
/// </summary>
internal sealed class LinkPath
{
    private const string IdMark = "{id}";
    private const string PhoneMark = "{phone}";

    private readonly string[] _segments;
    private readonly string? _parameter;

    private LinkPath(string[] segments, string? parameter, bool isPhone)
    {
        _segments = segments;
        _parameter = parameter;
        IsPhone = isPhone;
    }

    /// <summary>What the link holds is a phone number in international form.</summary>
    public bool IsPhone { get; }

    public static LinkPath Parse(string form)
    {
        var (path, query) = Split(form);
        var equals = query.IndexOf('=', StringComparison.Ordinal);
        return new LinkPath(
            path.Split('/', StringSplitOptions.RemoveEmptyEntries),
            equals < 0 ? null : query[..equals],
            form.Contains(PhoneMark, StringComparison.Ordinal));
    }

    /// <summary>The id or phone in <paramref name="pathAndQuery"/>, percent-decoded; null where the link has another form.</summary>
    public string? Match(string pathAndQuery)
    {
        var (path, query) = Split(pathAndQuery);
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length != _segments.Length)
            return null;

        string? found = null;
        for (var i = 0; i < segments.Length; i++)
        {
            var form = _segments[i];
            var mark = form.IndexOf(IsPhone ? PhoneMark : IdMark, StringComparison.Ordinal);
            if (mark >= 0)
            {
                // "~ana" is the id ana, "@ana" likewise; a bare {id} takes the at-sign of any platform's links.
                if (!segments[i].StartsWith(form[..mark], StringComparison.OrdinalIgnoreCase))
                    return null;
                found = segments[i][mark..];
            }
            else if (form != "*" && !segments[i].Equals(form, StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }
        }

        if (_parameter is not null)
            found = Parameter(query, _parameter);
        return string.IsNullOrEmpty(found) ? null : Uri.UnescapeDataString(found);
    }

    private static (string Path, string Query) Split(string text)
    {
        var mark = text.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (text, "") : (text[..mark], text[(mark + 1)..]);
    }

    private static string? Parameter(string query, string name)
    {
        foreach (var part in query.Split(['&', '#']))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals == name.Length && part.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return part[(equals + 1)..];
        }

        return null;
    }
}
