using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Resolve;

namespace Meridian.EngineTests.Ingest;

/// <summary>Files as people have them, each with the one thing that once went wrong.</summary>
public sealed class AwkwardFileTests : StoreTests
{
    private const string People = "name,platform,NAME\nKim,Telegram,@kk_user\nLee,Instagram,l.user\nMay,WhatsApp,+12025550113\nPat,telegram,https://t.me/pp_user\nRob,,rob@example.com\n";

    [Theory]
    [OnEngines("username")]
    [OnEngines("handle")]
    [OnEngines("账号")]
    [OnEngines("usuario")]
    [OnEngines("contact")]
    public void A_column_of_accounts_is_read_by_the_column_of_platforms(Engine engine, string header)
    {
        var store = Open(engine);
        var import = store.Import(People.Replace("NAME", header, StringComparison.Ordinal));
        Assert.Equal((5L, 0L), (import.Accepted, import.Rejected));
        Assert.Equal(
            ["email rob@example.com", "instagram l.user", "phone +12025550113", "telegram kk_user", "telegram pp_user"],
            store.Session.List($"select kind || ' ' || value from {ResolveTables.Identifier} order by 1", r => r.Text(0)!));
    }

    [Theory, OnEngines]
    public void A_mapping_may_say_that_a_column_holds_accounts(Engine engine)
    {
        var store = Open(engine);
        var import = store.Import("name,where,who\nKim,Telegram,@kk_user\n", mapping: """{"columns": {"where": "platform", "who": "handle"}}""");
        Assert.Equal(1, import.Accepted);
    }

    [Theory, OnEngines]
    public void A_mapping_keeps_its_word_beside_a_column_of_platforms(Engine engine)
    {
        var store = Open(engine);
        var import = store.Import("id,platform,username\n1,Telegram,kk_user\n", mapping: """{"columns": {"username": "nickname"}}""");
        Assert.Equal(1, import.Accepted);
        Assert.Empty(store.Session.List($"select value from {ResolveTables.Identifier} where kind = 'telegram'", r => r.Text(0)));
    }

    [Theory, OnEngines]
    public void A_made_up_number_is_no_account_either(Engine engine)
    {
        var store = Open(engine);
        var import = store.Import("platform,username,generated\nwhatsapp,+8613800138000,generated\n");
        Assert.Equal((0L, 1L), (import.Accepted, import.Rejected));
    }

    [Theory, OnEngines]
    public void A_trait_that_is_no_text_costs_its_cell(Engine engine)
    {
        var store = Open(engine);
        var import = store.Import("profile_id,data_quality,phone,custom\n1,good,+12025550101,\"{\"\"a\"\":\"\"\\ud800\"\"}\"\n2,good,+12025550102,\"{\"\"a\"\":\"\"b\"\"}\"\n");
        Assert.Equal((2L, 1L), (import.Accepted, import.Warnings));
    }

    [Theory, OnEngines]
    public void Numbers_without_an_area_code_join_nobody(Engine engine)
    {
        var store = Open(engine);
        store.Import("name,phone\nAnn Poe,555-0190\nBob Roe,5550190\nX,+1 202 555 0101\n");
        Assert.Equal(3, store.Profiles().Count);
        store.AssertSound();
    }

    [Theory, OnEngines]
    public void Marks_for_thousands_cut_no_number(Engine engine)
    {
        var store = Open(engine);
        store.Import("name,phone,country\nA,\"1,202,555,0188\",US\nB,\"1,202,555,0199\",US\n");
        Assert.Equal(["+12025550188", "+12025550199"], store.Session.List($"select value from {ResolveTables.Identifier} order by 1", r => r.Text(0)!));
    }

    [Theory, OnEngines]
    public void A_platform_that_a_cell_denies_is_not_given(Engine engine)
    {
        var store = Open(engine);
        var import = store.Import("id,phone,platform\nA,+12025550114,Telegram: yes; WhatsApp: no\nB,+12025550115,WhatsApp: no\n");
        Assert.Equal(("telegram", "", 0L), (store.Tag("crm/A", "platform"), store.Tag("crm/B", "platform"), import.Warnings));
    }

    [Theory, OnEngines]
    public void A_rehearsal_of_several_files_is_one_after_the_other(Engine engine)
    {
        var store = Open(engine);
        var before = store.DigestParts();
        const string first = "id,name,phone\n1,Ann,+12025550111\n2,Bob,+12025550112\n";
        const string second = "id,name,phone\n1,Ann,+12025550111\n3,Cy,+12025550113\n";
        (string, ImportOrder) File(string text) => (store.File(text), new ImportOrder("crm", "c.csv", "c.csv", "", null, null));
        var rehearsals = store.Pipeline.Rehearse(store.Session, [File(first), File(second)], store.Now, stop: TestContext.Current.CancellationToken);
        Assert.Equal(["new,new", "unchanged,new"], rehearsals.Select(r => string.Join(',', r.Rows.Select(o => o.Verdict))));
        Assert.Equal((1L, 1L, 1L), (rehearsals[1].State.Created, rehearsals[1].State.Duplicates, rehearsals[1].State.Unchanged));
        Assert.Equal(before, store.DigestParts());
    }
}
