namespace Meridian.Foundation.Geography;

/// <summary>
/// Names in any spelling to codes, by <see cref="NameKey"/>. A name that stands for several codes keeps them all and answers none.
/// Filled once, then read by any number of threads.
/// </summary>
internal sealed class NameIndex
{
    private readonly Dictionary<string, string> _codes;
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public NameIndex(int capacity)
    {
        // A frozen dictionary of these sizes takes 4 to 9 ms to freeze and saves 5 ns a look-up: the wrong bargain for a command line.
        _codes = new Dictionary<string, string>(capacity, StringComparer.Ordinal);
        _bySpan = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Gives a code one more name; a second code of the same name makes the name ambiguous.</summary>
    public void Add(ReadOnlySpan<char> name, string code)
    {
        Span<char> buffer = stackalloc char[NameKey.MaxKey];
        ReadOnlySpan<char> key = buffer[..NameKey.Fold(name, buffer)];
        if (key.IsEmpty)
            return;
        if (!_bySpan.TryGetValue(key, out var known))
            _bySpan[key] = code;
        else if (!known.Split(' ').Contains(code))
            _bySpan[key] = $"{known} {code}";
    }

    /// <summary>Settles what a name means, whatever was added before; several codes, separated by blanks, keep it ambiguous; none, "", makes it unknown.</summary>
    public void Settle(ReadOnlySpan<char> name, string codes) => _bySpan[NameKey.Of(name)] = codes;

    /// <summary>The one code of a name.</summary>
    public bool TryFind(ReadOnlySpan<char> text, out string code)
    {
        code = Candidates(text);
        return code.Length > 0 && !code.Contains(' ');
    }

    /// <summary>All codes of a name, separated by blanks; "" when the name is unknown.</summary>
    public string Candidates(ReadOnlySpan<char> text)
    {
        Span<char> key = stackalloc char[NameKey.MaxKey];
        return CandidatesOfKey(key[..NameKey.Fold(text, key)]);
    }

    /// <summary>The same of a key, or of a part of one.</summary>
    public string CandidatesOfKey(ReadOnlySpan<char> key) => _bySpan.TryGetValue(key, out var codes) ? codes : "";

    /// <summary>Every key with its codes, for audits.</summary>
    public IReadOnlyDictionary<string, string> Keys => _codes;
}
