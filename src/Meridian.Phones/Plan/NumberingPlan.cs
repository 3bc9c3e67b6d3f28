namespace Meridian.Phones.Plan;

/// <summary>The numbering plans of the world, loaded once from the embedded numbering.bin (0.9 MB in memory) and never changed.</summary>
internal sealed class NumberingPlan
{
    public static readonly NumberingPlan World = new(PlanReader.Embedded("numbering.bin"));

    private readonly ushort[] codeIndex = new ushort[1000];
    private readonly ushort[] regionIndex = new ushort[26 * 26];

    private NumberingPlan(ReadOnlySpan<byte> file)
    {
        var reader = new PlanReader(file);
        if (!reader.Bytes(4).SequenceEqual("MPH1"u8))
            throw new InvalidDataException("numbering.bin is not of this version.");
        Source = reader.Text();
        Automaton = reader.States();
        Formats = new NumberFormat[reader.Short()];
        for (var i = 0; i < Formats.Length; i++)
            Formats[i] = Format(ref reader);
        Codes = new CallingCode[reader.Short()];
        Territories = new Territory[reader.Short()];
        var next = 0;
        for (var i = 0; i < Codes.Length; i++)
        {
            var code = reader.Short();
            var territories = new Territory[reader.Byte()];
            Codes[i] = new CallingCode
            {
                Code = code,
                Territories = territories,
                Numbers = reader.Short(),
                National = new FormatChoice(reader.Short(), reader.Short()),
                International = new FormatChoice(reader.Short(), reader.Short()),
                ExtensionLabel = reader.Text(),
            };
            codeIndex[code] = (ushort)(i + 1);
        }

        foreach (var code in Codes)
        {
            for (var i = 0; i < code.Territories.Length; i++)
                code.Territories[i] = Territories[next++] = ReadTerritory(ref reader);
        }

        for (var i = 0; i < Territories.Length; i++)
        {
            if (Slot(Territories[i].Id) is var slot and >= 0)
                regionIndex[slot] = (ushort)(i + 1);
        }
    }

    /// <summary>Name, version and licence of what the file was made from.</summary>
    public string Source { get; }

    public Automaton Automaton { get; }

    public NumberFormat[] Formats { get; }

    /// <summary>In ascending order.</summary>
    public CallingCode[] Codes { get; }

    /// <summary>In the order of the codes.</summary>
    public Territory[] Territories { get; }

    /// <summary>Null where the code is not in use.</summary>
    public CallingCode? Code(int code) => (uint)code < (uint)codeIndex.Length && codeIndex[code] is var index and not 0 ? Codes[index - 1] : null;

    /// <summary>Null for anything but two capital letters that have a plan.</summary>
    public Territory? Region(ReadOnlySpan<char> id) => Slot(id) is var slot and >= 0 && regionIndex[slot] is var index and not 0 ? Territories[index - 1] : null;

    private static int Slot(ReadOnlySpan<char> id) =>
        id.Length == 2 && char.IsAsciiLetterUpper(id[0]) && char.IsAsciiLetterUpper(id[1]) ? ((id[0] - 'A') * 26) + (id[1] - 'A') : -1;

    private static NumberFormat Format(ref PlanReader reader)
    {
        var groups = reader.Byte();
        var min = new byte[groups];
        var max = new byte[groups];
        for (var i = 0; i < groups; i++)
        {
            min[i] = reader.Byte();
            max[i] = reader.Byte();
        }

        return new NumberFormat(min, max, reader.Text(), reader.Text(), reader.Text());
    }

    private static Territory ReadTerritory(ref PlanReader reader)
    {
        var id = reader.Text();
        var code = reader.Short();
        var portable = reader.Byte() != 0;
        var types = reader.Short();
        var international = reader.Short();
        var national = reader.Short();
        var lengths = new ulong[12];
        for (var type = 0; type < lengths.Length; type++)
            lengths[type] = reader.Long();
        var examples = new string[11];
        for (var type = 0; type < examples.Length; type++)
            examples[type] = reader.Text();
        var captures = reader.Byte();
        var transform = reader.Text();
        var length = reader.Short();
        var operations = new byte[length];
        var first = new ushort[length];
        var second = new ushort[length];
        for (var i = 0; i < length; i++)
        {
            operations[i] = reader.Byte();
            first[i] = reader.Short();
            second[i] = reader.Short();
        }

        return new Territory
        {
            Id = id,
            Code = code,
            MobilePortable = portable,
            Types = types,
            InternationalPrefix = international,
            NationalPrefix = national,
            Lengths = lengths,
            Examples = examples,
            Captures = captures == 0 ? null : new CaptureProgram(operations, first, second, captures),
            Transform = transform,
        };
    }
}
