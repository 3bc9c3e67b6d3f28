using Meridian.Consents;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Profiles;
using Meridian.Profiles.Edits;
using Meridian.Resolve;
using Meridian.Resolve.Decisions;
using Meridian.Rules.Rates;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian;

/// <content>What people say: of customers, and of what tags and areas mean.</content>
public sealed partial class Pipeline
{
    /// <summary>Applies what a person said of a customer's traits, and makes what follows from it.</summary>
    private static void Edit(ISession session, LogEntry entry)
    {
        EditWriter.Apply(session, entry, Suppression.Load(session));
        MakeAnew(session, entry);
    }

    /// <summary>Applies what a person said of a source. Where it is trusted otherwise now, the profiles follow of which other sources speak too: another's word may be the one that counts.</summary>
    private static void Weigh(ISession session, LogEntry entry)
    {
        var order = SourceOrder.FromJson(entry.Text);
        if (!Sources.Apply(session, order, entry.Entry))
            return;
        session.UseResources(Environment.ProcessorCount, DeriveMegabytes);
        ResolutionWriter.NoteShared(session, order.Source);
        MakeAnew(session, entry);
        session.UseResources(Environment.ProcessorCount);
    }

    /// <summary>Makes the touched profiles anew, whose records are as they were, and what follows from them.</summary>
    private static void MakeAnew(ISession session, LogEntry entry)
    {
        var range = EntryRange.Of(entry);
        ProfileRefresher.Make(session, range);
        Withdrawals.Apply(session, range);
        var at = LabelRefresher.EvaluatedTo(session) ?? entry.At;
        LabelRefresher.Label(session, range, at, entry.At);
    }

    /// <summary>Applies what a person said of two customers who may be one, and makes what follows from it.</summary>
    private static void Decide(ISession session, LogEntry entry)
    {
        var records = DecisionWriter.Apply(session, entry, Suppression.Load(session));
        Withdrawals.Stay(session, DecisionOrder.FromJson(entry.Text).Stays ?? []);
        Resolver.Revisit(session, entry, records);
        Follow(session, entry, entry.At);
    }

    /// <summary>Changes a tag's definition; where customers may have the tag by another now, all are looked at.</summary>
    private static void Define(ISession session, LogEntry entry)
    {
        if (!TagWriter.Apply(session, entry))
            return;
        var key = TagOrder.FromJson(entry.Text).Key;
        // Messages that came behind this entry and were applied before it may have moved the published instant on.
        var at = LabelRefresher.EvaluatedTo(session) is { } published && published > entry.At ? published : entry.At;
        if (!TagBook.PublishedKeys(session).Contains(key))
            LabelRefresher.Remake(session, key, at, entry.At);
        LookAtAll(session, entry, at);
    }

    /// <summary>Changes what an area means; rules may ask for it, so all customers are looked at.</summary>
    private static void DefineArea(ISession session, LogEntry entry)
    {
        AreaBook.Apply(session, entry);
        LookAgain(session, entry);
    }

    /// <summary>Takes rates of exchange in; rules may ask for amounts in a currency, so all customers are looked at.</summary>
    private static void StateRates(ISession session, LogEntry entry)
    {
        if (RateBook.Apply(session, entry))
            LookAgain(session, entry);
    }

    /// <summary>Evaluates the team's tags of all customers, where there are any, by what names in rules mean now.</summary>
    private static void LookAgain(ISession session, LogEntry entry)
    {
        if (LabelRefresher.EvaluatedTo(session) is { } published && TagBook.PublishedKeys(session).Count > 0)
            LookAtAll(session, entry, published > entry.At ? published : entry.At);
    }

    /// <summary>Evaluates the tags of all customers, up to an instant that is published then.</summary>
    private static void LookAtAll(ISession session, LogEntry entry, DateTime at)
    {
        // Moving the instant on looks at all customers too.
        if (LabelRefresher.EvaluatedTo(session) is not { } before || before >= at)
            TagEvaluator.Evaluate(session, null, at, entry.At);
        LabelRefresher.Publish(session, at);
    }

    private static void Evaluate(ISession session, LogEntry entry)
    {
        if (LabelRefresher.EvaluatedTo(session) is not { } at || at < entry.At)
            LabelRefresher.TurnWithTime(session, entry.At);
    }
}
