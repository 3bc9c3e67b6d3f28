using Meridian.PhoneData.Automata;
using Meridian.PhoneData.Patterns;
using PhoneNumbers;

namespace Meridian.PhoneData.Plan;

/// <summary>What the metadata says of one territory: a region, or a code that belongs to none.</summary>
internal sealed class TerritoryPlan
{
    /// <summary>Set in the meaning of a number that the territory's general pattern matches, whatever its length.</summary>
    public const int GeneralBit = 1 << 9;

    /// <summary>Lengths from here on are all judged alike.</summary>
    public const int LongestLength = 18;

    private const PhoneNumberType General = PhoneNumberType.UNKNOWN;

    /// <summary>In the order in which the first match decides.</summary>
    private static readonly PhoneNumberType[] Precedence =
    [
        PhoneNumberType.PREMIUM_RATE, PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.VOIP, PhoneNumberType.PERSONAL_NUMBER,
        PhoneNumberType.PAGER, PhoneNumberType.UAN, PhoneNumberType.VOICEMAIL,
    ];

    public TerritoryPlan(PhoneMetadata metadata, string id)
    {
        Metadata = metadata;
        Id = id;
        if (!metadata.GeneralDesc.HasNationalNumberPattern || metadata.GeneralDesc.PossibleLengthCount == 0)
            throw new FormatException($"{id}: no general pattern or lengths; the engine counts on them.");
        Types = SetConstruction.Build(TypeProgram(), TypeOf);
        if (metadata.HasLeadingDigits)
        {
            var program = new PatternProgram();
            program.AddBeginning(PatternParser.Parse(metadata.LeadingDigits).Root, 1);
            LeadingDigits = SetConstruction.Build(program, _ => 1);
        }
    }

    public PhoneMetadata Metadata { get; }

    public string Id { get; }

    /// <summary>From a national number to its type (low four bits) and <see cref="GeneralBit"/>.</summary>
    public Automaton Types { get; }

    /// <summary>Where several regions share a code: the beginnings that are this region's; null where the types decide.</summary>
    public Automaton? LeadingDigits { get; }

    /// <summary>The types' numbers in the file: the reference's, plus one, with 0 for "unknown".</summary>
    public static int Number(PhoneNumberType type) => type == PhoneNumberType.UNKNOWN ? 0 : (int)type + 1;

    public PhoneNumberDesc Description(PhoneNumberType type) => type switch
    {
        PhoneNumberType.FIXED_LINE or PhoneNumberType.FIXED_LINE_OR_MOBILE => Metadata.FixedLine,
        PhoneNumberType.MOBILE => Metadata.Mobile,
        PhoneNumberType.TOLL_FREE => Metadata.TollFree,
        PhoneNumberType.PREMIUM_RATE => Metadata.PremiumRate,
        PhoneNumberType.SHARED_COST => Metadata.SharedCost,
        PhoneNumberType.VOIP => Metadata.Voip,
        PhoneNumberType.PERSONAL_NUMBER => Metadata.PersonalNumber,
        PhoneNumberType.PAGER => Metadata.Pager,
        PhoneNumberType.UAN => Metadata.Uan,
        PhoneNumberType.VOICEMAIL => Metadata.Voicemail,
        _ => Metadata.GeneralDesc,
    };

    /// <summary>The verdicts on the lengths 0 to <see cref="LongestLength"/> for a type, three bits each.</summary>
    public ulong LengthVerdicts(PhoneNumberType type)
    {
        var verdicts = 0UL;
        for (var length = 0; length <= LongestLength; length++)
            verdicts |= (ulong)Verdict(length, type) << (3 * length);
        return verdicts;
    }

    private PhoneNumberUtil.ValidationResult Verdict(int length, PhoneNumberType type)
    {
        var description = Description(type);
        var lengths = Lengths(description);
        IEnumerable<int> local = description.PossibleLengthLocalOnlyList;
        if (type == PhoneNumberType.FIXED_LINE_OR_MOBILE)
        {
            if (IsNone(Metadata.FixedLine))
                return Verdict(length, PhoneNumberType.MOBILE);
            if (!IsNone(Metadata.Mobile))
            {
                lengths = lengths.Concat(Lengths(Metadata.Mobile)).Order().ToArray();
                local = local.Concat(Metadata.Mobile.PossibleLengthLocalOnlyList);
            }
        }

        return lengths[0] == -1 ? PhoneNumberUtil.ValidationResult.INVALID_LENGTH
            : local.Contains(length) ? PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY
            : lengths.Contains(length) ? PhoneNumberUtil.ValidationResult.IS_POSSIBLE
            : length < lengths[0] ? PhoneNumberUtil.ValidationResult.TOO_SHORT
            : length > lengths[^1] ? PhoneNumberUtil.ValidationResult.TOO_LONG
            : PhoneNumberUtil.ValidationResult.INVALID_LENGTH;
    }

    private int[] Lengths(PhoneNumberDesc description) =>
        (description.PossibleLengthCount == 0 ? Metadata.GeneralDesc : description).PossibleLengthList.ToArray();

    private static bool IsNone(PhoneNumberDesc description) => description.PossibleLengthCount == 1 && description.GetPossibleLength(0) == -1;

    /// <summary>Label 2t is type t's pattern, label 2t + 1 its lengths.</summary>
    private PatternProgram TypeProgram()
    {
        var program = new PatternProgram();
        foreach (var type in Precedence.Append(PhoneNumberType.FIXED_LINE).Append(PhoneNumberType.MOBILE).Append(General))
        {
            var description = Description(type);
            if (!description.HasNationalNumberPattern)
                continue;
            program.AddWhole(PatternParser.Parse(description.NationalNumberPattern).Root, 2 * (int)type);
            if (description.PossibleLengthCount > 0)
                program.AddLengths(description.PossibleLengthList, (2 * (int)type) + 1);
        }

        return program;
    }

    private int TypeOf(IReadOnlySet<int> labels)
    {
        bool Is(PhoneNumberType type) =>
            labels.Contains(2 * (int)type) && (Description(type).PossibleLengthCount == 0 || labels.Contains((2 * (int)type) + 1));

        var general = labels.Contains(2 * (int)General) ? GeneralBit : 0;
        if (!Is(General))
            return general;
        foreach (var type in Precedence)
        {
            if (Is(type))
                return general | Number(type);
        }

        var fixedLine = Is(PhoneNumberType.FIXED_LINE);
        var same = Metadata.SameMobileAndFixedLinePattern;
        var decided = fixedLine && (same || Is(PhoneNumberType.MOBILE)) ? PhoneNumberType.FIXED_LINE_OR_MOBILE
            : fixedLine ? PhoneNumberType.FIXED_LINE
            : !same && Is(PhoneNumberType.MOBILE) ? PhoneNumberType.MOBILE
            : PhoneNumberType.UNKNOWN;
        return general | Number(decided);
    }
}
