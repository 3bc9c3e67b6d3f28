using System.Text;
using Meridian.PhoneData.Automata;
using Meridian.PhoneData.Patterns;
using PhoneNumbers;

namespace Meridian.PhoneData.Plan;

/// <summary>
/// Writes numbering.bin. All numbers are little-endian; a text is a byte of length and UTF-8. In order: "MPH1"; the source's name; the states (count, ten
/// successors each, a meaning each); formats; codes; territories in the order of the codes. src/Meridian.Phones/Plan reads it in the same order.
/// </summary>
internal static class PlanWriter
{
    private const int MostCaptures = 7;

    public static byte[] Write(string source)
    {
        var plans = Plans();
        var states = new SharedStates();
        var formats = new List<FormatPlan>();
        var parts = new List<Action<BinaryWriter, int[]>>();
        foreach (var plan in plans)
            parts.Add(CodePart(plan, states, formats));
        foreach (var territory in plans.SelectMany(p => p.Territories))
            parts.Add(TerritoryPart(territory, states));
        var (merged, starts) = states.Merge();
        if (merged.Next.Count > ushort.MaxValue)
            throw new NotSupportedException($"{merged.Next.Count} states: more than two bytes can number.");

        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write("MPH1"u8);
        Text(writer, source);
        writer.Write(merged.Next.Count);
        foreach (var next in merged.Next.SelectMany(n => n))
            writer.Write((ushort)next);
        foreach (var meaning in merged.Accept)
            writer.Write((ushort)meaning);
        writer.Write((ushort)formats.Count);
        foreach (var format in formats)
            FormatPart(writer, format);
        writer.Write((ushort)plans.Count);
        writer.Write((ushort)plans.Sum(p => p.Territories.Count));
        foreach (var part in parts)
            part(writer, starts);
        writer.Flush();
        return memory.ToArray();
    }

    private static List<CodePlan> Plans()
    {
        var util = PhoneNumberUtil.GetInstance();
        return util.GetSupportedCallingCodes().Order().Select(code => new CodePlan(code, util.GetRegionCodesForCountryCode(code)
            .Select(id => new TerritoryPlan(id == "001" ? util.GetMetadataForNonGeographicalRegion(code) : util.GetMetadataForRegion(id), id)).ToList())).ToList();
    }

    private static Action<BinaryWriter, int[]> CodePart(CodePlan plan, SharedStates states, List<FormatPlan> formats)
    {
        var main = plan.Territories[0].Metadata;
        var national = main.NumberFormatList;
        var international = main.IntlNumberFormatCount == 0 ? national : main.IntlNumberFormatList;
        var numbers = states.Add(plan.Numbers);
        var (nationalChoice, nationalFirst) = Formats(national);
        var (internationalChoice, internationalFirst) = main.IntlNumberFormatCount == 0 ? (nationalChoice, nationalFirst) : Formats(international);
        return (writer, starts) =>
        {
            writer.Write((ushort)plan.Code);
            writer.Write((byte)plan.Territories.Count);
            writer.Write((ushort)starts[numbers]);
            writer.Write((ushort)starts[nationalChoice]);
            writer.Write((ushort)nationalFirst);
            writer.Write((ushort)starts[internationalChoice]);
            writer.Write((ushort)internationalFirst);
            Text(writer, main.HasPreferredExtnPrefix ? main.PreferredExtnPrefix : " ext. ");
        };

        (int Choice, int First) Formats(IEnumerable<NumberFormat> list)
        {
            var all = list.ToList();
            var first = formats.Count;
            formats.AddRange(all.Select(FormatPlan.Of));
            return (states.Add(FormatPlan.Choice(all)), first);
        }
    }

    private static void FormatPart(BinaryWriter writer, FormatPlan format)
    {
        writer.Write((byte)format.Groups.Count);
        foreach (var (min, max) in format.Groups)
        {
            writer.Write((byte)min);
            writer.Write((byte)max);
        }

        Text(writer, format.National);
        Text(writer, format.International);
        Text(writer, format.Rfc3966);
    }

    private static Action<BinaryWriter, int[]> TerritoryPart(TerritoryPlan territory, SharedStates states)
    {
        var metadata = territory.Metadata;
        var types = states.Add(territory.Types);
        var idd = Beginning(metadata.InternationalPrefix, out _, out _);
        var prefix = metadata.HasNationalPrefixForParsing ? Beginning(metadata.NationalPrefixForParsing, out var program, out var captures)
            : Nothing(out program, out captures);
        var iddStart = states.Add(idd);
        var prefixStart = states.Add(prefix);
        var examples = Enumerable.Range(0, 11).Select(t => territory.Description((PhoneNumberType)t)).ToList();
        return (writer, starts) =>
        {
            Text(writer, territory.Id);
            writer.Write((ushort)metadata.CountryCode);
            writer.Write(metadata.MobileNumberPortableRegion);
            writer.Write((ushort)starts[types]);
            writer.Write((ushort)starts[iddStart]);
            writer.Write((ushort)starts[prefixStart]);
            writer.Write(territory.LengthVerdicts(PhoneNumberType.UNKNOWN));
            for (var type = 0; type < 11; type++)
                writer.Write(territory.LengthVerdicts((PhoneNumberType)type));
            foreach (var example in examples)
                Text(writer, example.HasExampleNumber ? example.ExampleNumber : "");
            writer.Write((byte)captures);
            Text(writer, Rule(metadata.NationalPrefixTransformRule, captures));
            writer.Write((ushort)(captures == 0 ? 0 : program.Code.Count));
            foreach (var instruction in captures == 0 ? [] : program.Code)
            {
                writer.Write((byte)instruction.Op);
                writer.Write((ushort)instruction.A);
                writer.Write((ushort)instruction.B);
            }
        };
    }

    private static Automaton Beginning(string pattern, out PatternProgram program, out int captures)
    {
        (var root, captures) = PatternParser.Parse(pattern);
        if (captures > MostCaptures)
            throw new FormatException($"'{pattern}' has {captures} groups; the engine has room for {MostCaptures}.");
        program = new PatternProgram();
        program.AddWhole(root, 0);
        return PreferenceConstruction.Build(program);
    }

    private static Automaton Nothing(out PatternProgram program, out int captures)
    {
        program = new PatternProgram();
        captures = 0;
        return new Automaton();
    }

    /// <summary>"9$1" with the character 1 of Unicode for the group.</summary>
    private static string Rule(string rule, int captures)
    {
        var text = new StringBuilder();
        for (var i = 0; i < rule.Length; i++)
        {
            if (rule[i] == '$' && i + 1 < rule.Length && rule[i + 1] - '0' is var group && group >= 1 && group <= captures
                && (i + 2 == rule.Length || !char.IsAsciiDigit(rule[i + 2])))
            {
                text.Append((char)group);
                i++;
            }
            else if (char.IsAsciiDigit(rule[i]))
            {
                text.Append(rule[i]);
            }
            else
            {
                throw new FormatException($"'{rule}' is a transform rule of a new kind.");
            }
        }

        return text.ToString();
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write(checked((byte)bytes.Length));
        writer.Write(bytes);
    }
}
