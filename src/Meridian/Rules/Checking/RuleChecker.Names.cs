using Meridian.Foundation.Geography;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Checking;

/// <content>Names: traits, tags, properties.</content>
public sealed partial class RuleChecker
{
    private RuleType OfName(NameNode name)
    {
        if (InEvent)
            return RuleType.Any;
        if (name.Path.Count > 1)
            return Error(name, $"'{string.Join('.', name.Path)}' is not known here: only properties of events have parts. A trait's name is one word; write others as trait(\"{string.Join('.', name.Path)}\").");
        var word = name.Path[0];
        if (RuleTraits.All.TryGetValue(word, out var type))
            return type;
        if (Words.Tags.TryGetValue(word, out var tag))
        {
            NoteTag(word);
            return tag.Values is null ? RuleType.Boolean : RuleType.Text;
        }

        if (!Words.CustomTraits.Contains(word))
            Warn(name.Span, $"No customer has a trait '{word}'.", Nearest.To(word, RuleTraits.All.Keys.Concat(Words.Tags.Keys).Concat(Words.CustomTraits)));
        return RuleType.Any;
    }

    /// <summary>Whether a part is this trait of the language's own.</summary>
    private bool IsTrait(RuleNode node, string trait) => !InEvent && node is NameNode { Path: [var word] } && word == trait;

    /// <summary>The tag whose value a part gives, or null.</summary>
    internal TagWord? TagOf(RuleNode node) => node switch
    {
        NameNode { Path: [var word] } when !InEvent && !RuleTraits.All.ContainsKey(word) => Words.Tags.GetValueOrDefault(word),
        CallNode { Function: "tag", Arguments: [TextNode key] } => Words.Tags.GetValueOrDefault(key.Value),
        _ => null,
    };

    /// <summary>Checks a text that a part is compared with: a country, a language, an area, a tag's value, a weekday that is none would never be found.</summary>
    private void CheckLiteral(RuleNode of, RuleNode literal)
    {
        if (literal is not TextNode text)
        {
            if (IsTrait(of, RuleTraits.Area))
                Error(literal, "area is compared with names of areas, such as \"Middle East\".");
            return;
        }

        if (IsTrait(of, RuleTraits.Country) && !Countries.TryFind(text.Value, out _))
            Error(text, $"'{text.Value}' is not a country. Use an ISO 3166-1 code such as \"US\", or a name.");
        else if (IsTrait(of, RuleTraits.Language) && !Languages.TryFind(text.Value, out _))
            Error(text, $"'{text.Value}' is not a language. Use a BCP 47 code such as \"pt-BR\", or a name.");
        else if (IsTrait(of, RuleTraits.Area) && !Words.Areas.TryFind(text.Value, out _))
            Error(text, $"'{text.Value}' is not an area.", Nearest.To(text.Value, Words.Areas.All.Select(a => a.Name)));
        else if (IsTrait(of, RuleTraits.Weekday) && !RuleTraits.Weekdays.Contains(text.Value))
            Error(text, $"'{text.Value}' is not a day of the week.", Nearest.To(text.Value, RuleTraits.Weekdays), RuleTraits.Weekdays);
        else if (TagOf(of) is { Values: { Count: > 0 } values } tag && !values.Contains(text.Value))
            Error(text, $"Tag '{tag.Key}' has no value '{text.Value}'.", Nearest.To(text.Value, values), [.. values.Select(v => $"\"{v}\"")]);
    }
}
