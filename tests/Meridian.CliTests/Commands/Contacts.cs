namespace Meridian.CliTests.Commands;

/// <summary>Small files that a person can check by eye; the comment beside each test says what must come of them.</summary>
internal static class Contacts
{
    /// <summary>
    /// Six rows: two of one person, one of a second in Chinese, one whose phone is no phone (a warning), one with nothing to reach anybody by (rejected),
    /// one whose name looks like a formula. Last dates are relative to <see cref="Running.Shell.Now"/>, 2026-11-23.
    /// </summary>
    public const string WhatsApp = """
        Name,WhatsApp,Email,Country,Last Active
        Ana Souza,+55 11 98765-4321,ana@example.com,Brazil,2026-11-20
        Ana S.,+5511987654321,,BR,
        李小龙,+86 138 1234 5678,,China,2026-10-01
        Bob,not a phone,bob@example.org,US,2025-01-01
        Nobody,,,,
        "Eve ""E"" =1+1",+1 202 555 0143,EVE@Example.org,United States,2026-11-22

        """;

    /// <summary>A second source: Ana again by e-mail, a new customer, and a country that contradicts the first source.</summary>
    public const string Crm = """
        customer id,full name,e-mail,phone,country
        17,Ana Maria Souza,ana@example.com,,Portugal
        18,Fatima Al Ali,fatima@example.com,+971 50 123 4567,UAE

        """;
}
