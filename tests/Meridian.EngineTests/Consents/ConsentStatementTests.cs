using Meridian.Consents;
using Meridian.EngineTests.Store;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Segments;
using NodaTime;
using static Meridian.EngineTests.Consents.Consenting;

namespace Meridian.EngineTests.Consents;

/// <summary>What is said of consent, whoever says it, and what follows from it.</summary>
public sealed class ConsentStatementTests : StoreTests
{
    private const string Ann = "id,name,email,phone\n1,Ann,ann@example.com,+447400123456\n";

    [Theory, OnEngines]
    public void No_consent_is_no(Engine engine)
    {
        var store = Open(engine);
        store.Import(Ann);
        Assert.Equal("", store.May());
        Assert.Equal("", store.May(purpose: "transactional"));
        store.Say(Grant("ann@example.com"));
        Assert.Equal("ann@example.com", store.May());
        Assert.Equal("", store.May(purpose: "transactional"));
        Assert.Equal("", store.May("sms"));
        store.Say(Grant("+44 7400 123456", "sms", purpose: "service"));
        Assert.Equal("+447400123456", store.May("sms", "service"));
        Assert.Equal("", store.May("call", "service"));
    }

    [Theory, OnEngines]
    public void Only_the_persons_own_act_takes_a_withdrawal_back(Engine engine)
    {
        var store = Open(engine);
        store.Import(Ann);
        store.Say(Grant("ann@example.com"));
        store.Say(Withdraw("ann@example.com"));
        Assert.Equal("", store.May());
        store.Say(Grant("ann@example.com"));
        Assert.Equal("", store.May());
        store.Import("id,name,email,opt-in\n1,Ann,ann@example.com,yes\n", "web");
        Assert.Equal("", store.May());
        store.Say(Grant("Ann@Example.com", own: true));
        Assert.Equal("ann@example.com", store.May());
    }

    [Theory, OnEngines]
    public void Times_that_tie_go_to_the_withdrawal_and_an_earlier_time_does_not_win_by_coming_later(Engine engine)
    {
        var store = Open(engine);
        store.Import(Ann);
        store.Clock.Advance(Duration.FromDays(10));
        store.Say(Grant("ann@example.com", own: true, at: "2026-03-05T10:00:00Z"), Withdraw("ann@example.com", at: "2026-03-05T10:00:00Z"));
        Assert.Equal("", store.May());
        store.Say(Grant("ann@example.com", own: true, at: "2026-03-05T09:00:00Z"));
        Assert.Equal("", store.May());
        store.Say(Grant("ann@example.com", own: true, at: "2026-03-05T11:00:00Z"));
        Assert.Equal("ann@example.com", store.May());
    }

    /// <summary>F22, person by person: what is known of one record holds for all of the customer.</summary>
    [Theory, OnEngines]
    public void F22_a_withdrawal_of_one_record_holds_for_the_customers_other_addresses(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,phone,opt-in\n1,Ann,ann@example.com,+447400123456,yes\n");
        Assert.Equal("ann@example.com", store.May());
        Assert.Equal("+447400123456", store.May("sms"));
        store.Import("id,name,phone,email,opt-in\n9,Ann,+447400123456,ann@work.example,no\n", "shop");
        Assert.Equal("", store.May());
        Assert.Equal("", store.May("sms"));
        Assert.Equal("withdrawn", store.Traits());
        store.Clock.Advance(Duration.FromMinutes(1));
        // What she says herself later is of the one address.
        store.Say(Grant("ann@work.example", own: true));
        Assert.Equal("ann@work.example", store.May());
        Assert.Equal("", store.May("sms"));
    }

    [Theory, OnEngines]
    public void The_word_of_the_persons_own_client_counts_as_theirs_and_a_servers_does_not(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,opt-in\n1,Ann,ann@example.com,no\n");
        store.Clock.Advance(Duration.FromHours(1));
        store.Send("""{"messageId":"m1","type":"identify","userId":"ann","traits":{"email":"ann@example.com","marketing_consent":"yes"}}""");
        Assert.Equal(("", "withdrawn"), (store.May(), store.Traits()));
        store.Send("""{"messageId":"m2","type":"identify","userId":"ann","channel":"server","traits":{"email":"ann@example.com","marketing_consent":"yes"},"context":{"userAgent":"Mozilla/5.0"}}""");
        Assert.Equal(("", "withdrawn"), (store.May(), store.Traits()));
        store.Send("""{"messageId":"m3","type":"identify","userId":"ann","traits":{"email":"ann@example.com","marketing_consent":"yes"},"context":{"userAgent":"Mozilla/5.0"}}""");
        Assert.Equal(("ann@example.com", "granted"), (store.May(), store.Traits()));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void What_is_said_of_an_address_holds_for_the_customer_who_comes_with_it_later(Engine engine)
    {
        var store = Open(engine);
        store.Say(Withdraw("ann@example.com"), Grant("bo@example.com"));
        store.Import("id,name,email,opt-in\n1,Ann,ann@example.com,yes\n2,Bo,bo@example.com,\n");
        Assert.Equal("bo@example.com", store.May());
        Assert.Equal("withdrawn granted", store.Traits());
        Assert.Contains("stays opted out", Assert.Single(Imports.Warnings(store.Session, store.Last.Entry)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [OnEngines(true)]
    [OnEngines(false)]
    public void A_withdrawal_made_while_merged_stays_with_every_record_after_the_split(Engine engine, bool byFile)
    {
        var store = Open(engine);
        store.Import("id,name,email,opt-in\n1,Ann,ann@example.com,yes\n");
        store.Import("id,name,phone,opt-in\n2,Ann,+447400123456,yes\n", "sms");
        var both = store.Import("id,name,email,phone\n3,Ann,ann@example.com,+447400123456\n", "shop");
        store.Clock.Advance(Duration.FromMinutes(1));
        if (byFile)
            store.Import("id,name,email,opt-in\n1,Ann,ann@example.com,no\n");
        else
            store.Say(Withdraw("ann@example.com", "any"));
        Assert.Equal(("", ""), (store.May(), store.May("sms")));
        store.Undo(both);
        Assert.Equal("crm/1 | sms/2", store.Partition());
        Assert.Equal(("", ""), (store.May(), store.May("sms")));
        Assert.Equal("withdrawn withdrawn", store.Traits());
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void A_withdrawal_made_before_the_merge_is_the_others_no_more_after_the_split(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,opt-in\n1,Ann,ann@example.com,no\n");
        store.Import("id,name,phone,opt-in\n2,Ann,+447400123456,yes\n", "sms");
        var both = store.Import("id,name,email,phone\n3,Ann,ann@example.com,+447400123456\n", "shop");
        Assert.Equal("", store.May("sms"));
        store.Undo(both);
        Assert.Equal("+447400123456", store.May("sms"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void A_shared_mailbox_opts_out_alone(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,opt-in\n1,Ann,info@example.com,yes\n2,Bo,info@example.com,yes\n");
        Assert.Equal("info@example.com", store.May());
        store.Say(Withdraw("info@example.com"));
        Assert.Equal("", store.May());
    }

    [Theory, OnEngines]
    public void A_whole_customer_may_withdraw(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,phone,opt-in\n1,Ann,ann@example.com,+447400123456,yes\n");
        store.Say(Withdraw(null, "sms", customer: store.ProfileOf("crm/1").Id));
        Assert.Equal(("ann@example.com", ""), (store.May(), store.May("sms")));
        store.Say(Withdraw(null, purpose: "any", customer: store.ProfileOf("crm/1").Id));
        Assert.Equal(("", "withdrawn"), (store.May(), store.Traits()));
    }

    [Theory, OnEngines]
    public void A_statement_that_says_too_little_is_refused_and_costs_no_other(Engine engine)
    {
        var store = Open(engine);
        store.Import(Ann);
        var receipt = store.Say(
            Grant("nobody"), Grant("+447400123456"), Grant("ann@example.com", "sms"), Grant("ann@example.com", purpose: "any"), Grant("ann@example.com", at: "2031-01-01T00:00:00Z"),
            new ConsentRequest("ann@example.com", null, null, "perhaps"), Grant("ann@example.com", "pigeon"), Grant("ann@example.com"));
        Assert.Equal((1, 7), (receipt.Granted, receipt.Refused.Count));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], receipt.Refused.Select(r => r.Item));
        Assert.Equal(["identifier", "channel", "channel", "purpose", "at", "state", "channel"], receipt.Refused.Select(r => r.Reason.Split(':')[0]));
        Assert.Equal("ann@example.com", store.May());
    }

    [Theory, OnEngines]
    public void A_customer_shows_how_consents_stand_and_all_that_was_said(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,phone,opt-in\n1,Ann,ann@example.com,+447400123456,yes\n");
        store.Say(Withdraw("ann@example.com") with { Wording = "no more letters", Proof = "ticket 7", Source = "phone call" });
        store.Suppress("+447400123456", "call");
        var view = CustomerViews.Show(store.Session, Scope.Whole, store.ProfileOf("crm/1").Id)!.Consents;
        Assert.Equal(["email withdrawn", "call suppressed", "sms granted", "whatsapp granted"], view.Now.OrderBy(s => s.Kind, StringComparer.Ordinal).ThenBy(s => s.Channel, StringComparer.Ordinal).Select(s => $"{s.Channel} {s.State}"));
        Assert.Equal(["granted any", "withdrawn email"], view.History.Select(h => $"{h.State} {h.Channel}"));
        Assert.Equal(("no more letters", "ticket 7", "phone call", "local:test", true), (view.History[1].Wording, view.History[1].Proof, view.History[1].Source, view.History[1].By, view.History[1].Own));
    }
}
