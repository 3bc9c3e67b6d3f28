using Meridian.Ingest.Columns;

namespace Meridian.Tests.Ingest.Columns;

/// <summary>Header rows of the programs that our users export from, with a row or two as those programs write them.</summary>
public class KnownExportTests
{
    [Fact]
    public void Facebook_lead_ads()
    {
        var plan = Plans.Of(
            "id,created_time,ad_id,ad_name,adset_id,adset_name,campaign_id,campaign_name,form_id,form_name,is_organic,platform,full_name,phone_number,email,country,lead_status",
            [
                "l:1203948576,2026-03-01T10:15:00+00:00,ag:120208,Spring ad,as:120209,Lookalike BR,c:120210,Spring,f:8123,Catalogue,false,fb,Ana Souza,p:+5511987654321,ana@example.com,BR,CREATED",
                "l:1203948577,2026-03-01T11:20:00+00:00,ag:120208,Spring ad,as:120209,Lookalike BR,c:120210,Spring,f:8123,Catalogue,false,ig,Bia Lima,p:+5511912345678,bia@example.com,BR,CREATED",
            ]);
        Assert.Equal(
            "external_id | created_at | trait:ad_id | trait:ad_name | trait:adset_id | trait:adset_name | trait:campaign_id | trait:campaign_name | trait:form_id | trait:form_name | trait:is_organic | platform | name | phone | email | country | trait:lead_status",
            plan.Fields());
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void Shopify_customers()
    {
        var plan = Plans.Of(
            "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags",
            ["'7012345678901,Ana,Souza,ana@example.com,yes,Acme,Rua A 1,,São Paulo,SP,BR,01000-000,+5511987654321,+5511987654321,no,120.50,3,VIP,no,vip"]);
        Assert.Equal(
            "external_id | given_name | family_name | email | marketing_consent | company | address | trait:default_address_address2 | city | state | country | postcode | phone | phone | trait:accepts_sms_marketing | total_spent | orders_count | notes | trait:tax_exempt | tags",
            plan.Fields());
    }

    [Fact]
    public void HubSpot_contacts()
    {
        var plan = Plans.Of(
            "Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,WhatsApp Phone Number,Contact owner,Last Activity Date (GMT+8),Lead Status,Marketing contact status,Create Date,Company Name,Job Title,Industry,City,State/Region,Country/Region,Postal Code,Time Zone,Preferred language,Lifecycle Stage,Email Domain,Number of Form Submissions");
        Assert.Equal(
            "external_id | given_name | family_name | email | phone | phone | handle:whatsapp | trait:contact_owner | last_seen_at | trait:lead_status | trait:marketing_contact_status | created_at | company | job_title | industry | city | state | country | postcode | time_zone | language | trait:lifecycle_stage | trait:email_domain | trait:number_of_form_submissions",
            plan.Fields());
    }

    [Fact]
    public void Google_contacts_of_today()
    {
        var plan = Plans.Of(
            "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Website 1 - Label,Website 1 - Value");
        Assert.Equal(
            "given_name | trait:middle_name | family_name | trait:phonetic_first_name | trait:phonetic_middle_name | trait:phonetic_last_name | trait:name_prefix | trait:name_suffix | nickname | trait:file_as | company | job_title | trait:organization_department | birth_date | notes | avatar | tags | trait:e_mail_1_label | email | trait:e_mail_2_label | email | trait:phone_1_label | phone | trait:phone_2_label | phone | trait:address_1_label | address | trait:address_1_street | city | trait:address_1_po_box | state | postcode | country | trait:website_1_label | trait:website_1_value",
            plan.Fields());
    }

    [Fact]
    public void Google_contacts_before_2024()
    {
        var plan = Plans.Of(
            "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Name Prefix,Name Suffix,Nickname,Birthday,Gender,Location,Occupation,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title");
        Assert.Equal(
            "name | given_name | trait:additional_name | family_name | trait:yomi_name | trait:given_name_yomi | trait:name_prefix | trait:name_suffix | nickname | birth_date | gender | trait:location | job_title | notes | language | avatar | tags | trait:e_mail_1_type | email | trait:phone_1_type | phone | company | trait:organization_1_title",
            plan.Fields());
    }

    [Fact]
    public void Outlook_contacts()
    {
        var plan = Plans.Of(
            "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,E-mail 2 Address,Home Phone,Home Phone 2,Business Phone,Mobile Phone,Pager,Business Fax,Company,Department,Job Title,Manager's Name,Assistant's Name,Assistant's Phone,Home City,Home Country/Region,Home Postal Code,Spouse,Birthday,Anniversary,Notes",
            ["Ana,,Souza,Ms.,,,,,ana@example.com,,+551133334444,,,+5511987654321,,,Acme,,Buyer,,,,São Paulo,BR,01000-000,,1990-02-13,,"]);
        Assert.Equal(
            "given_name | trait:middle_name | family_name | trait:title | trait:suffix | nickname | trait:given_yomi | trait:surname_yomi | email | email | phone | phone | phone | phone | trait:pager | trait:business_fax | company | trait:department | job_title | trait:manager_s_name | trait:assistant_s_name | trait:assistant_s_phone | city | country | postcode | trait:spouse | birth_date | trait:anniversary | notes",
            plan.Fields());
    }

    [Fact]
    public void Telegram_contacts()
    {
        var plan = Plans.Of("user_id,first_name,last_name,phone_number,date", ["512345678,Ana,Souza,+5511987654321,2026-01-05"], source: "telegram");
        Assert.Equal("user_id | given_name | family_name | phone | created_at", plan.Fields());
    }

    [Fact]
    public void Telegram_group_members_whose_username_is_their_handle()
    {
        const string Header = "username,user id,access hash,name,group,group id";
        string[] rows = ["ana_b,512345678,-123,Ana,Buyers,99", "bia_l,512345679,-124,Bia,Buyers,99"];
        Assert.Equal("handle:telegram | user_id | trait:access_hash | name | trait:group | trait:group_id", Plans.Of(Header, rows, source: "telegram-2026").Fields());
        Assert.Equal("nickname | user_id | trait:access_hash | name | trait:group | trait:group_id", Plans.Of(Header, rows, source: "forum").Fields());
    }

    [Fact]
    public void WhatsApp_contacts()
    {
        var plan = Plans.Of(
            "Country Code,Country Name,Phone Number,Formatted Phone,Is My Contact,Saved Name,Public Name,Group Name,Last Message",
            ["91,India,9876543210,+91 98765 43210,no,Asha P,asha,Buyers,2026-01-05", "1,United States,4155552671,+1 415-555-2671,yes,Bob,bob,Buyers,2026-01-06"]);
        Assert.Equal("phone_country_code | country | phone | phone | trait:is_my_contact | name | nickname | trait:group_name | last_seen_at", plan.Fields());
    }

    [Fact]
    public void WhatsApp_chats_whose_id_is_an_address()
    {
        var plan = Plans.Of("id,name,lastMessageTime,unread", ["8613800138000@c.us,Li,2026-01-05,0", "5511987654321@c.us,Ana,2026-01-06,2"]);
        Assert.Equal("handle:whatsapp | name | last_seen_at | trait:unread", plan.Fields());
    }

    [Fact]
    public void Our_own_export_comes_back_without_what_was_derived()
    {
        var plan = Plans.Of("profile_id,phone,activity,life_stage,data_quality,name_script", ["ddf56a58-bd88-3ddf-9899-b03bd88bd3c8,+5511987654321,active,customer,good,latin"]);
        Assert.Equal("ignore | phone | ignore | ignore | ignore | ignore", plan.Fields());
        Assert.Contains("our own export", plan.Columns[0].Because, StringComparison.Ordinal);
        Assert.Equal("external_id | phone | trait:activity", Plans.Of("profile_id,phone,activity", ["7,+5511987654321,active"]).Fields());
    }

    [Fact]
    public void The_rejected_rows_of_our_own_report_mended_by_a_person()
    {
        var plan = Plans.Of("_row,_column,_value,_reason,_code,_line,_message,Phone,Name", ["7,Phone,123,too short,short,8,too short,+5511987654321,Ana"]);
        Assert.Equal("ignore | ignore | ignore | ignore | ignore | ignore | ignore | phone | name", plan.Fields());
    }

    [Theory]
    [InlineData("identity_febrl1.csv", ',', "external_id|given_name|family_name|trait:street_number|address|trait:address_2|city|postcode|state|birth_date|trait:soc_sec_id")]
    [InlineData("identity_fake1000.csv", ',', "external_id|given_name|family_name|birth_date|city|email|trait:cluster")]
    [InlineData("identity_restaurants_phone.csv", '|', "external_id|name|address|phone|city|trait:type")]
    [InlineData("retail_uci_uk_a.csv", ',', "trait:invoice_no|trait:stock_code|notes|trait:quantity|trait:invoice_date|trait:unit_price|external_id|country")]
    public void Public_data_sets(string file, char delimiter, string fields)
    {
        if (SharedData.Find(file) is not { } path)
        {
            Assert.Skip($"{file} is not on this machine.");
            return;
        }

        var lines = File.ReadLines(path).Take(301).ToList();
        var plan = ColumnRecogniser.Recognise(
            [.. lines[0].Split(delimiter).Select(h => h.Trim())],
            [.. lines.Skip(1).Where(l => !l.Contains('"', StringComparison.Ordinal)).Select(l => (IReadOnlyList<string>)l.Split(delimiter))],
            new ContentTests("US"),
            null,
            null);
        Assert.Equal(fields.Replace("|", " | ", StringComparison.Ordinal), plan.Fields());
    }
}
