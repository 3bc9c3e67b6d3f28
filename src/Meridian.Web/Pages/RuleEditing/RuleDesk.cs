using Meridian.Events;
using Meridian.Foundation.Governance;
using Meridian.Rules.Editing;
using Meridian.Rules.Functions;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;
using Meridian.Tags.Definitions;
using Meridian.Web.Pages.Access;

namespace Meridian.Web.Pages.RuleEditing;

/// <summary>What an editor of rules asks of the store while somebody writes. Names are read once and kept for a while: at every key nobody waits for a table to be read.</summary>
public sealed class RuleDesk(PageStore store, Texts texts)
{
    private const int KeptMilliseconds = 60_000;

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, IReadOnlyList<string>> _properties = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Task<RuleVocabulary> Words, long At)> _words = new(StringComparer.Ordinal);

    /// <summary>What is wrong with a text, and what it means.</summary>
    /// <param name="own">The tag or segment that is being defined ("tag vip"): its rule cannot name it.</param>
    public async Task<RuleReview> Review(string text, string? own)
    {
        var review = RuleReview.Of(text, await Words(own));
        return review with { Notes = [.. review.Notes.Select(n => n with { Message = texts.Said(n.Message) })] };
    }

    /// <summary>What could be written at the caret.</summary>
    public async Task<RuleSuggestions> Complete(string text, int caret, string? own)
    {
        var words = await Words(own);
        // The properties of events are asked for where the text names the event.
        foreach (var name in words.Events.Where(e => !_properties.ContainsKey(e) && text.Contains(e, StringComparison.Ordinal)).Take(10).ToList())
            _properties[name] = await store.Read(Right.EditTags, (session, _) => EventProperties.Of(session, name));
        var proposed = RuleCompletion.At(text, caret, words, e => _properties.GetValueOrDefault(e) ?? [], Names.Country);
        return proposed with { Items = [.. proposed.Items.Select(i => i.Detail is null ? i : i with { Detail = texts.Said(i.Detail) })] };
    }

    /// <summary>The language's words for the colours of the editor, and its functions with what they are for.</summary>
    public object Language => new
    {
        keywords = RuleWords.Keywords,
        units = Enum.GetValues<DurationUnit>().SelectMany(u => new[] { RuleWords.Plural(u), RuleWords.Plural(u)[..^1] }),
        functions = RuleFunctions.All.Select(f => new { name = f.Name, signature = f.Signature, help = texts[$"rule.function.{f.Name}"] })
            .Append(new { name = "sequence", signature = "sequence(\"EVENT\" then \"EVENT\" within 2 days)", help = texts["rule.function.sequence"] }),
    };

    /// <summary>Keys of the tags that a rule may ask for as such, sorted.</summary>
    public async Task<IReadOnlyList<string>> Tags() => [.. (await Words(null)).Tags.Keys.Where(k => !RuleTraits.All.ContainsKey(k) && k != RuleChoices.Platform && k != RuleChoices.Activity).Order(StringComparer.Ordinal)];

    /// <param name="own">"tag vip"; null for none.</param>
    private Task<RuleVocabulary> Words(string? own)
    {
        lock (_words)
        {
            if (_words.TryGetValue(own ?? "", out var known) && Environment.TickCount64 - known.At < KeptMilliseconds && !known.Words.IsFaulted)
                return known.Words;
            var words = store.Read(Right.EditTags, (session, _) => Read(session, own));
            _words[own ?? ""] = (words, Environment.TickCount64);
            return words;
        }
    }

    private static RuleVocabulary Read(Foundation.Database.ISession session, string? own)
    {
        // Drafts too: who defines several tags publishes them one after the other.
        var tags = TagBook.All(session).Where(v => v.Status is TagStatus.Published or TagStatus.Draft && Dependencies.Tag(v.Key) != own).Select(v => v.Definition);
        var segments = SegmentBook.All(session).Where(s => Dependencies.Segment(s.Key) != own).Select(s => s.Definition);
        var words = StoreVocabulary.Of(session, tags, segments);
        return words with { Events = [.. words.Events], CustomTraits = [.. words.CustomTraits] };
    }
}
