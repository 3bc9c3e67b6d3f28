namespace Meridian.Foundation.Platforms;

/// <summary>Reads <c>platforms.tsv</c>, the catalogue as people edit it.</summary>
internal static class PlatformFile
{
    private const string Resource = "Meridian.Foundation.Platforms.platforms.tsv";
    private const string Header = "key\tname\tkind\treached_by\tid\topaque_id\thosts\tpaths\tlink\tother_names";

    public static IReadOnlyList<Platform> Read()
    {
        using var stream = typeof(PlatformFile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program was built without {Resource}.");
        using var reader = new StreamReader(stream);
        var platforms = new List<Platform>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#' && line != Header)
                platforms.Add(ReadLine(line));
        }

        return platforms;
    }

    private static Platform ReadLine(string line)
    {
        var cells = line.Split('\t');
        if (cells.Length != 10)
            throw new InvalidDataException($"platforms.tsv: 10 columns expected, {cells.Length} found in \"{line}\".");
        var reached = cells[3].Split(' ').Select(ReadReach).ToList();
        return new Platform(
            cells[0],
            cells[1],
            Enum.Parse<PlatformKind>(cells[2], ignoreCase: true),
            reached[0],
            reached.Contains(ReachedBy.Phone),
            Optional(cells[8]),
            List(cells[6], " "),
            [.. List(cells[9], ", ").Select(ReadName)])
        {
            Form = new HandleForm(Optional(cells[4]), Optional(cells[5]), List(cells[7], " ")),
        };
    }

    private static ReachedBy ReadReach(string word) => word switch
    {
        "phone" => ReachedBy.Phone,
        "handle" => ReachedBy.Handle,
        "user-id" => ReachedBy.UserId,
        "page-scoped-id" => ReachedBy.PageScopedId,
        "-" => ReachedBy.Nothing,
        _ => throw new InvalidDataException($"platforms.tsv: \"{word}\" is no identifier; phone, handle, user-id or page-scoped-id expected."),
    };

    private static PlatformName ReadName(string name) => name.EndsWith('?') ? new(name[..^1], Ambiguous: true) : new(name, Ambiguous: false);

    private static string? Optional(string cell) => cell == "-" ? null : cell;

    private static string[] List(string cell, string separator) => cell == "-" ? [] : cell.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
