using System.Globalization;
using System.Text;
using Meridian.EngineTests.Store;
using Meridian.Ingest;

namespace Meridian.EngineTests.Ingest;

/// <summary>rows = accepted + rejected; accepted = created + duplicates; unchanged are among the duplicates; merged counts earlier profiles absorbed.</summary>
public sealed class ImportArithmeticTests : StoreTests
{
    private const string Two = "id,name,email\n1,Ann Lee,ann@example.com\n2,Bob Ray,bob@example.com\n";

    [Theory, OnEngines]
    public void Every_row_of_a_first_file_with_different_people_creates_a_profile(Engine engine)
    {
        var store = Open(engine);
        AssertCounts(store.Import(Two), rows: 2, accepted: 2, rejected: 0, created: 2, merged: 0, unchanged: 0);
    }

    [Theory, OnEngines]
    public void The_same_file_again_creates_nothing_and_changes_nothing(Engine engine)
    {
        var store = Open(engine);
        store.Import(Two);
        AssertCounts(store.Import(Two), rows: 2, accepted: 2, rejected: 0, created: 0, merged: 0, unchanged: 2);
    }

    [Theory, OnEngines]
    public void The_same_file_without_ids_again_creates_nothing_and_changes_nothing(Engine engine)
    {
        var store = Open(engine);
        const string csv = "name,email,phone\nAnn Lee,ann@example.com,+14155550123\nBob Ray,,+447400123456\n";
        AssertCounts(store.Import(csv), rows: 2, accepted: 2, rejected: 0, created: 2, merged: 0, unchanged: 0);
        AssertCounts(store.Import(csv), rows: 2, accepted: 2, rejected: 0, created: 0, merged: 0, unchanged: 2);
    }

    [Theory, OnEngines]
    public void A_row_that_says_something_new_of_a_known_record_is_a_duplicate_but_not_unchanged(Engine engine)
    {
        var store = Open(engine);
        store.Import(Two);
        AssertCounts(
            store.Import("id,name,email\n1,Ann Lee-Smith,ann@example.com\n2,Bob Ray,bob@example.com\n"), rows: 2, accepted: 2, rejected: 0, created: 0, merged: 0, unchanged: 1);
        Assert.Equal("Ann Lee-Smith", store.ProfileOf("crm/1").Name);
    }

    [Theory, OnEngines]
    public void A_row_without_any_identifier_is_rejected_and_a_blank_row_is_no_row(Engine engine)
    {
        var store = Open(engine);
        AssertCounts(
            store.Import("name,email,phone\nAnn Lee,ann@example.com,\nNobody,,\n,,\nBob Ray,,+447400123456\nCy,not an address,\n"),
            rows: 4, accepted: 2, rejected: 2, created: 2, merged: 0, unchanged: 0);
    }

    [Theory, OnEngines]
    public void Rows_of_one_record_in_one_file_create_one_profile(Engine engine)
    {
        var store = Open(engine);
        AssertCounts(
            store.Import("id,name,email\n1,Ann Lee,ann@example.com\n1,Ann Lee,ann@example.com\n1,Ann Smith,ann@example.com\n"),
            rows: 3, accepted: 3, rejected: 0, created: 1, merged: 0, unchanged: 1);
    }

    [Theory, OnEngines]
    public void A_row_that_joins_two_earlier_profiles_merges_one_and_creates_none(Engine engine)
    {
        var store = Open(engine);
        store.Import("name,email\nAnn Lee,ann@example.com\n", "mail");
        store.Import("name,phone\nAnn Lee,+447400123456\n", "sms");
        AssertCounts(store.Import("name,email,phone\nAnn Lee,ann@example.com,+447400123456\n", "shop"), rows: 1, accepted: 1, rejected: 0, created: 0, merged: 1, unchanged: 0);
        Assert.Single(store.Profiles());
    }

    [Theory, OnEngines]
    public void Two_new_records_joined_by_a_third_of_the_same_file_create_one_profile_and_merge_none(Engine engine)
    {
        var store = Open(engine);
        AssertCounts(
            store.Import("id,name,email,phone\n1,Ann Lee,ann@example.com,\n2,Ann Lee,,+447400123456\n3,Ann Lee,ann@example.com,+447400123456\n"),
            rows: 3, accepted: 3, rejected: 0, created: 1, merged: 0, unchanged: 0);
    }

    [Theory, OnEngines]
    public void Three_earlier_profiles_joined_at_once_count_two_merged(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email\n1,Ann Lee,a@example.com\n2,Ann Lee,b@example.com\n3,Ann Lee,c@example.com\n");
        AssertCounts(
            store.Import("id,name,email\n9,Ann Lee,a@example.com\n9,Ann Lee,b@example.com\n9,Ann Lee,c@example.com\n", "shop"),
            rows: 3, accepted: 3, rejected: 0, created: 0, merged: 2, unchanged: 0);
    }

    [Theory, OnEngines]
    public void Profiles_that_existed_are_those_created_less_those_merged(Engine engine)
    {
        var store = Open(engine);
        var imports = new[]
        {
            store.Import("id,name,email,phone\n1,Ann Lee,a@example.com,\n2,Bo Ray,b@example.com,\n3,Cy Orr,c@example.com,+447400123456\n"),
            store.Import("id,name,email,phone\n1,Ann Lee,a@example.com,+447400123457\n2,Di Fox,,+447400123458\n", "shop"),
            store.Import("id,name,email,phone\n1,Ann Lee,b@example.com,+447400123457\n5,Ed Poe,e@example.com,\n", "sms"),
        };
        Assert.Equal(store.Profiles().Count, imports.Sum(i => i.Created) - imports.Sum(i => i.Merged));
    }

    [Theory, OnEngines]
    public void A_component_of_the_first_batch_that_the_third_absorbs_is_created_once_and_merged_never(Engine engine)
    {
        // Rows 2 and 3 are two profiles until the file's last row, two batches later, joins them.
        var store = Open(engine);
        const int fillers = 2 * Pipeline.BatchRows;
        var csv = new StringBuilder("id,name,email,phone\na,Ann Lee,ann@example.com,\nb,Ann Lee,,+447400123456\n");
        for (var i = 0; i < fillers; i++)
            csv.Append(CultureInfo.InvariantCulture, $"{i},,,\n");
        csv.Append("c,Ann Lee,ann@example.com,+447400123456\n");
        var import = store.Import(csv.ToString());
        AssertCounts(import, rows: fillers + 3, accepted: fillers + 3, rejected: 0, created: fillers + 1, merged: 0, unchanged: 0);
        Assert.Equal(["crm/a", "crm/b", "crm/c"], store.ProfileOf("crm/a").Records);
    }

    private static void AssertCounts(ImportState import, long rows, long accepted, long rejected, long created, long merged, long unchanged)
    {
        Assert.Equal(
            (rows, accepted, rejected, created, accepted - created, merged, unchanged),
            (import.Rows, import.Accepted, import.Rejected, import.Created, import.Duplicates, import.Merged, import.Unchanged));
        Assert.Equal("applied", import.State);
    }
}
