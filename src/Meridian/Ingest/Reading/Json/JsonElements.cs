namespace Meridian.Ingest.Reading;

/// <summary>The customers of a JSON file one after the other, still as bytes, each found whole or with the reason why not.</summary>
internal abstract class JsonElements(JsonWindow window) : IDisposable
{
    protected JsonWindow Window => window;

    /// <summary>Bytes of the element that <see cref="Next"/> found.</summary>
    public ReadOnlySpan<byte> Element => window.Rest[..Length];

    protected int Length { get; set; }

    /// <summary>Line on which it starts, from 1.</summary>
    public long Line => window.Line;

    /// <summary>Why the element could not be delimited; null when it could.</summary>
    public string? Broken { get; protected set; }

    /// <summary>What is in sight of the file behind the last element, once <see cref="Next"/> is false: up to one MiB.</summary>
    public ReadOnlySpan<byte> Behind()
    {
        while (!window.Final && window.Rest.Length < ReadingLimits.Record)
            window.Grow();
        return window.Rest;
    }

    /// <summary>Whether the file ends with this element, so that a fault in it may be a cut.</summary>
    public bool AtEnd => window.Final && window.Rest.Length == Length;

    public long StoredPosition => window.StoredPosition;

    /// <summary>Moves to the next element; false at the end.</summary>
    /// <exception cref="UnreadableFileException">From here on no element can be found.</exception>
    public bool Next()
    {
        window.Skip(Length);
        Length = 0;
        Broken = null;
        return Find();
    }

    protected abstract bool Find();

    public void Dispose() => window.Dispose();
}

/// <summary>JSON lines: an element ends where its line does, so that nothing in it can spoil the next.</summary>
internal sealed class JsonLines(string path, JsonWindow window) : JsonElements(window)
{
    protected override bool Find()
    {
        if (!Window.SkipBlank())
            return false;
        int end;
        while ((end = Window.Rest.IndexOf((byte)'\n')) < 0 && !Window.Final && Window.Rest.Length <= ReadingLimits.Record)
            Window.Grow();
        Length = end < 0 ? Window.Rest.Length : end;
        return Length <= ReadingLimits.Record ? true : throw ReadingErrors.LongLine(path, Line);
    }
}

/// <summary>Objects in an array, or one after the other without one, over any number of lines.</summary>
/// <param name="path">File, for messages.</param>
/// <param name="window">Standing behind the opening bracket, or at the first object.</param>
/// <param name="inArray">A closing bracket ends the elements, not the end of the file.</param>
internal sealed class JsonSequence(string path, JsonWindow window, bool inArray) : JsonElements(window)
{
    // An element broken over more lines than this is rather a broken file.
    private const int LinesTried = 1000;

    private readonly int _indent = Indent(window);
    private bool _ended;

    protected override bool Find()
    {
        if (_ended)
            return false;
        if (!Window.SkipBlank(commas: true))
        {
            _ended = true;
            if (inArray)
                Broken = "the file ends before its array does: it was cut, and what followed is missing";
            return inArray;
        }
        if (Window.Rest[0] == ']' && inArray)
        {
            _ended = true;
            return false;
        }
        // A number, string or array where an object should be costs itself.
        if (Window.Rest[0] != '{')
            Broken = "not an object";
        while (true)
        {
            Length = JsonBraces.Length(Window.Rest);
            if (Length is > 0 and <= ReadingLimits.Record)
                return true;
            if (Length == JsonBraces.Unfinished && !Window.Final && Window.Rest.Length <= ReadingLimits.Record)
                Window.Grow();
            else
                return FindAfterDamage();
        }
    }

    /// <summary>The next line that begins a whole object at the damaged one's own indentation ends the damage; nested objects are indented further.</summary>
    private bool FindAfterDamage()
    {
        while (!Window.Final && Window.Rest.Length <= 2 * ReadingLimits.Record)
            Window.Grow();
        var text = Window.Rest;
        var at = 0;
        for (var tried = 0; tried < LinesTried; tried++)
        {
            var line = text[at..].IndexOf((byte)'\n') + 1;
            if (line == 0)
                break;
            at += line;
            var indent = text[at..].IndexOfAnyExcept((byte)' ', (byte)'\t');
            if (indent != _indent || text[at + indent] != '{' || JsonBraces.Length(text[(at + indent)..]) < 0)
                continue;
            Broken = "not valid JSON: a brace or quote is missing";
            Length = at;
            return true;
        }
        if (!Window.Final)
            throw ReadingErrors.Json(path, "an element is longer than 1 MiB or broken", Line);
        _ended = true;
        Broken = "not valid JSON: the file ends inside this element; what followed it is missing";
        Length = Window.Rest.Length;
        return true;
    }

    // Blanks before the first object on its line; none when it shares its line with the bracket.
    private static int Indent(JsonWindow window)
    {
        while (!window.Final && window.Rest.IndexOf((byte)'{') < 0 && window.Rest.Length < ReadingLimits.Record)
            window.Grow();
        var before = window.Rest[..Math.Max(0, window.Rest.IndexOf((byte)'{'))];
        var line = before.LastIndexOf((byte)'\n');
        return line < 0 ? 0 : before.Length - line - 1;
    }
}
