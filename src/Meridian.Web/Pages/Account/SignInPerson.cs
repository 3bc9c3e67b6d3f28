using Meridian.Foundation.Governance;

namespace Meridian.Web.Pages.Account;

/// <summary>A person while the framework's identity works on them: it sets one property after the other and then saves.</summary>
public sealed class SignInPerson(Person person)
{
    /// <summary>As the store has them, with what was set since.</summary>
    public Person Person { get; set; } = person;

    /// <summary>As the store had them when this request began, or after the last save.</summary>
    public Person Began { get; set; } = person;

    /// <summary>What the audit calls the change when it is saved.</summary>
    public string What { get; set; } = "change";
}
