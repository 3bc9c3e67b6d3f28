using CsCheck;
using Meridian.Ingest.Columns;

namespace Meridian.Tests.Ingest.Columns;

public class ContentRecognitionTests
{
    private static readonly string[] Phones = ["+8613800138000", "+5511987654321", "+14155552671", "+34612345678", "+919876543210", "+201001234567", "+6281234567890", "+4915112345678", "+33612345678", "+79123456789"];

    [Theory]
    [InlineData("column 3")]
    [InlineData("contact")]
    [InlineData("联系方式")]
    [InlineData("聯絡方式")]
    [InlineData("contacto")]
    [InlineData("Kontakt")]
    [InlineData("Unnamed: 0")]
    [InlineData("")]
    public void Under_a_header_that_says_nothing_the_values_decide(string header)
    {
        Assert.Equal("phone", Plans.Column(header, Phones).Field);
        Assert.Equal("phone", Plans.Column(header, [.. Phones.Take(8), "ask Ana", "later"]).Field);
        Assert.StartsWith("trait:", Plans.Column(header, [.. Phones.Take(3), "ask Ana", "later", "tomorrow", "at home", "no idea", "call", "x"]).Field, StringComparison.Ordinal);
        Assert.Equal("email", Plans.Column(header, "ana@example.com", "bia@example.com", "li@example.cn").Field);
        Assert.Equal("platform", Plans.Column(header, "WhatsApp", "微信", "WhatsApp, Telegram", "LINE").Field);
    }

    [Theory]
    [InlineData("How may we call you back?")]
    [InlineData("Ligar para")]
    [InlineData("如何找到您")]
    public void Under_an_unknown_header_the_values_must_agree_more(string header)
    {
        Assert.Equal("phone", Plans.Column(header, Phones).Field);
        Assert.StartsWith("trait:", Plans.Column(header, [.. Phones.Take(7), "ask Ana", "later", "x"]).Field, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("channel", "platform")]
    [InlineData("来源", "platform")]
    [InlineData("origen", "platform")]
    [InlineData("المصدر", "platform")]
    public void A_word_that_hints_at_the_platform_is_believed_when_the_values_are_platforms(string header, string field)
    {
        Assert.Equal(field, Plans.Column(header, "WhatsApp", "Instagram", "email", "微信").Field);
        Assert.StartsWith("trait:", Plans.Column(header, "spring fair", "newsletter 7", "Maria").Field, StringComparison.Ordinal);
        Assert.StartsWith("trait:", Plans.Column(header, "Phone", "Web", "Multichannel").Field, StringComparison.Ordinal);
    }

    /// <summary>"The number" is an id, a phone, or counts the rows.</summary>
    [Theory]
    [InlineData("external_id", "1042", "1077", "1003", "998")]
    [InlineData("external_id", "A-17", "A-18", "B-2", "B-3")]
    [InlineData("phone", "+966501234567", "+966501234568", "+966501234569", "+966501234570")]
    [InlineData("trait:الرقم", "1", "2", "3", "4")]
    [InlineData("trait:الرقم", "1042", "1042", "1003", "998")]
    public void An_Arabic_column_called_the_number_is_what_its_values_are(string field, params string[] values) =>
        Assert.Equal(field, Plans.Column("الرقم", values).Field);

    [Fact]
    public void A_column_called_the_number_leaves_the_id_to_one_that_says_so() =>
        Assert.Equal(["external_id", "trait:الرقم"], Plans.Of("رقم العميل,الرقم", ["1,1042", "2,1077", "3,1003"]).Columns.Select(c => c.Field));

    [Fact]
    public void A_header_that_says_phone_over_values_that_never_are_loses_and_is_reported()
    {
        var plan = Plans.Of("Email,Phone", ["a@example.com,iPhone 12", "b@example.com,Galaxy S9", "c@example.com,Pixel", "d@example.com,Xperia"]);
        var phone = plan.Columns[1];
        Assert.Equal("trait:phone_raw", phone.Field);
        Assert.True(phone.Confidence < 0.97);
        Assert.Contains("phone", phone.Alternatives);
        Assert.Contains("none of 4 values reads as one", phone.Because, StringComparison.Ordinal);
        Assert.Contains("Column \"Phone\" is called phone", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void National_numbers_without_a_country_stay_phones_and_the_person_is_told_what_is_missing()
    {
        var plan = Plans.Of("Phone", ["11 98765-4321", "11 91234-5678", "21 99876-5432"]);
        Assert.Equal("phone", plan.Columns[0].Field);
        Assert.Contains("--country", Assert.Single(plan.Warnings), StringComparison.Ordinal);
        Assert.Empty(Plans.Of("Phone", ["11 98765-4321", "11 91234-5678", "21 99876-5432"], country: "BR").Warnings);
    }

    [Theory]
    [InlineData("Contract date", "2026-01-02", "2026-02-03", "2026-03-04")]
    [InlineData("Unread messages", "1", "2", "0")]
    [InlineData("Monthly orders", "1", "2", "0")]
    [InlineData("Mensajes enviados", "4", "9", "1")]
    [InlineData("已发送消息数", "4", "9", "1")]
    [InlineData("Instagram reach", "4000", "9000", "12345")]
    public void Values_that_many_fields_share_do_not_make_up_for_unknown_words(string header, params string[] values) =>
        Assert.StartsWith("trait:", Plans.Column(header, values).Field, StringComparison.Ordinal);

    [Fact]
    public void Decimals_are_no_addresses()
    {
        Assert.Equal("ip", Plans.Column("column 1", "10.0.0.7", "2001:db8::1").Field);
        Assert.StartsWith("trait:", Plans.Column("column 1", "12.50", "7.99", "3.10").Field, StringComparison.Ordinal);
    }

    [Fact]
    public void National_numbers_beside_their_countries_need_no_other()
    {
        Assert.Empty(Plans.Of("Phone,Country", ["11 98765-4321,BR", "11 91234-5678,BR", "612 345 678,ES"]).Warnings);
        Assert.Empty(Plans.Of("Phone,Country code", ["11 98765-4321,55", "11 91234-5678,55"]).Warnings);
        Assert.Contains("--country", Assert.Single(Plans.Of("Phone,City", ["11 98765-4321,Recife", "11 91234-5678,Lisboa"]).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void One_customer_is_enough_where_the_value_is_plain()
    {
        Assert.Equal("phone", Plans.Of("Who,Reach", ["Ana,+5511987654321"]).Columns[1].Field);
        Assert.Equal("email", Plans.Of("Who,Reach", ["Ana,ana@example.com"]).Columns[1].Field);
        Assert.StartsWith("trait:", Plans.Of("Who,Reach", ["Ana,11987654321"], country: "BR").Columns[1].Field, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("客户")]
    [InlineData("客戶")]
    [InlineData("顾客")]
    [InlineData("会员")]
    [InlineData("Cliente")]
    [InlineData("customer")]
    [InlineData("CLIENT")]
    public void A_word_for_the_customer_is_the_name_or_the_id(string header)
    {
        string Field(params string[] values) => Plans.Of(header, values).Columns[0].Field;
        Assert.Equal("name", Field("Ana Souza", "李小龍", "O'Brien, Pat"));
        Assert.Equal("external_id", Field("17850", "12346", "17850"));
        Assert.Equal("external_id", Field("C-0017", "C-0018"));
        Assert.Equal("phone", Field(Phones));
        Assert.Equal("email", Field("ana@example.com", "bia@example.com"));
        Assert.StartsWith("trait:", Field("yes", "no", "yes"), StringComparison.Ordinal);
        Assert.StartsWith("trait:", Field("gold", "silver", "gold", "gold", "silver", "gold"), StringComparison.Ordinal);
        Assert.StartsWith("trait:", Field("13800138000", "13800138001"), StringComparison.Ordinal);
        Assert.StartsWith("trait:", Field("2024-01-02", "2024-01-03"), StringComparison.Ordinal);
        Assert.StartsWith("trait:", Field("12.50", "7.99"), StringComparison.Ordinal);
        Assert.StartsWith("trait:", Plans.Of($"{header},Name", ["Acme,Ana", "Initech,Bo"]).Columns[0].Field, StringComparison.Ordinal);
        Assert.StartsWith("trait:", Plans.Of($"{header},Customer ID", ["17850,1", "12346,2"]).Columns[0].Field, StringComparison.Ordinal);
        Assert.Contains("may mean full name", Plans.Of(header, ["Ana Souza", "李小龍"]).Columns[0].Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Spare telephone nowadays", "phone", "+8613800138000", "+5511987654321", "+14155552671")]
    [InlineData("Instagram de la tía", "handle:instagram", "@ana.b", "https://instagram.com/bia", "@li_2")]
    [InlineData("Country of origin", "country", "CN", "US", "BR")]
    public void Values_that_only_the_field_has_do(string header, string field, params string[] values) => Assert.Equal(field, Plans.Column(header, values).Field);

    [Fact]
    public void Running_numbers_and_amounts_under_an_unknown_header_are_not_phones()
    {
        Assert.StartsWith("trait:", ColumnOf("Foo", "US", [.. Enumerable.Range(0, 50).Select(i => $"{4155552000 + i}")]).Field, StringComparison.Ordinal);
        Assert.StartsWith("trait:", ColumnOf("Foo", "BR", "1133334444", "21334455", "31334455", "41334455").Field, StringComparison.Ordinal);
        Assert.Equal("phone", ColumnOf("Celu", "CN", "13800138000", "13912345678", "13712345678", "15912345678", "18612345678").Field);
    }

    [Fact]
    public void Country_code_is_told_from_calling_code_by_its_values()
    {
        Assert.Equal("phone_country_code", Plans.Column("country code", "86", "+86", "55", "1").Field);
        Assert.Equal("country", Plans.Column("country code", "CN", "US", "BR").Field);
        Assert.Equal("country", Plans.Column("国家代码", "CN", "US", "BR").Field);
        Assert.Equal("phone_country_code", Plans.Column("كود الدولة", "20", "966").Field);
        Assert.StartsWith("trait:", Plans.Column("country code", "alpha", "beta").Field, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ambiguous_platform_name_needs_values_that_fit()
    {
        Assert.Equal("handle:signal", Plans.Column("Signal", Phones).Field);
        Assert.Equal("trait:signal", Plans.Column("Signal", "strong", "weak", "none at all").Field);
        Assert.Equal("trait:ok", Plans.Column("OK", "yes", "no", "yes").Field);
        Assert.Equal("handle:whatsapp", Plans.Column("WhatsApp", "yes", "no", "yes").Field);
        Assert.Equal("trait:wechat", Plans.Column("WeChat", "Ana Maria Souza", "李 小龙 先生", "Bob the builder", "Asha P.", "no idea!").Field);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("username")]
    [InlineData("id")]
    public void A_column_full_of_addresses_is_that_whatever_its_header(string header) =>
        Assert.Equal("email", Plans.Column(header, "ana@example.com", "bia@example.com", "li@example.cn", "x@example.org").Field);

    [Fact]
    public void The_sentence_says_both_kinds_of_evidence()
    {
        var guess = Plans.Column("Teléfono", [.. Phones, .. Phones, "n/a", "-", "Ana"]);
        Assert.Equal("header 'Teléfono' means phone (es); 95 % of values read as phones", guess.Because);
        Assert.InRange(guess.Confidence, 0.97, 1);
        Assert.Equal("header 'column 3' says nothing; 100 % of values read as phones", Plans.Column("column 3", Phones).Because);
        Assert.Equal("header 'agent phone' is about something else (agent)", Plans.Column("agent phone", Phones).Because);
        Assert.Equal("header 'City' means city (en); values fit", Plans.Column("City", "Cairo").Because);
        Assert.Equal("header 'City' means city (en); no value to judge by", Plans.Column("City", "n/a").Because);
    }

    [Fact]
    public void Of_two_columns_for_a_single_field_the_better_wins_and_the_other_is_kept_and_reported()
    {
        var plan = Plans.Of("Created,Registration date,Phone 1,Phone 2,Phone 3", ["2026-01-02,not a date,+8613800138000,+8613800138001,"]);
        Assert.Equal("created_at | trait:registration_date | phone | phone | phone", plan.Fields());
        plan = Plans.Of("Country,Country Name,Country code", ["China,China,CN", "India,India,IN"]);
        Assert.Equal("country | trait:country_name | trait:country_code", plan.Fields());
        Assert.Contains(plan.Warnings, w => w.Contains("\"Country\" and \"Country Name\" both read as country", StringComparison.Ordinal));
        Assert.Contains("already gives it", plan.Columns[1].Because, StringComparison.Ordinal);
        Assert.Contains("country", plan.Columns[1].Alternatives);
    }

    [Fact]
    public void Traits_get_distinct_names_that_never_shadow_a_field()
    {
        var plan = Plans.Of("VIP Level,vip_level,Situação,客户等级,###,City,city,vipLevel,WhatsApp opt-in");
        Assert.Equal("trait:vip_level | trait:vip_level_2 | trait:situacao | trait:客户等级 | trait:column_5 | city | trait:city_raw | trait:vip_level_3 | trait:whatsapp_opt_in", plan.Fields());
    }

    [Fact]
    public void A_file_without_any_identifier_is_reported() =>
        Assert.Contains(Plans.Of("City,Age", ["Cairo,30"]).Warnings, w => w.StartsWith("No column tells who", StringComparison.Ordinal));

    [Fact]
    public void Ragged_rows_and_damaged_text_do_no_harm()
    {
        var plan = ColumnRecogniser.Recognise(["Phone", "Na\uD83Dme", "\uDC00"], [["+8613800138000"], [], ["\uD83D", "Ana", "x", "more than the header"]], new ContentTests(), null, "\uD83D");
        Assert.Equal("phone", plan.Columns[0].Field);
        Assert.Equal(3, plan.Columns.Count);
    }

    [Fact]
    public void Any_header_and_values_give_one_guess_a_column_with_a_probability_and_the_same_each_time() =>
        Gen.Select(Gen.String[0, 30].Array[1, 6], Gen.String[0, 20].Array[0, 6].Array[0, 4]).Sample((header, rows) =>
        {
            var first = ColumnRecogniser.Recognise(header, rows, new ContentTests(), null, null);
            var second = ColumnRecogniser.Recognise(header, rows, new ContentTests(), null, null);
            Assert.Equal(header.Length, first.Columns.Count);
            Assert.All(first.Columns, c => Assert.True(c.Confidence is >= 0 and <= 1 && Fields.IsTarget(c.Field) && c.Because.Length > 0));
            Assert.Equal(first.Fields(), second.Fields());
            var traits = first.Columns.Where(c => c.IsTrait).Select(c => c.Field).ToList();
            Assert.Equal(traits.Count, traits.Distinct(StringComparer.Ordinal).Count());
        });

    [Fact]
    public void Ten_thousand_columns_are_recognised_in_seconds()
    {
        var header = Enumerable.Range(0, 10_000).Select(i => $"Attribute {i} of the customer").ToArray();
        var rows = Enumerable.Range(0, 50).Select(r => (IReadOnlyList<string>)[.. Enumerable.Range(0, 10_000).Select(c => $"{(r * c) % 977}")]).ToList();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(10_000, ColumnRecogniser.Recognise(header, rows, new ContentTests(), null, null).Columns.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), watch.Elapsed.ToString());
    }

    private static ColumnGuess ColumnOf(string header, string country, params string[] values) =>
        ColumnRecogniser.Recognise([header], [.. values.Select(v => (IReadOnlyList<string>)[v])], new ContentTests(country), null, null).Columns[0];
}
