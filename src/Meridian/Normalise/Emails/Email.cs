namespace Meridian.Normalise;

/// <summary>An e-mail address as it is stored.</summary>
/// <param name="Value">The address in lower case, an international domain in its ASCII form. RFC 5321 lets a server tell cases of the local part apart; none that people use does.</param>
/// <param name="MatchKey">The mailbox behind the address, equal for two spellings that the provider delivers to one mailbox (<c>A.na+shop@googlemail.com</c> and <c>ana@gmail.com</c>); else the value. Not an address to send to.</param>
/// <param name="IsRole">The mailbox belongs to a function (info@, ventas@), not a person.</param>
/// <param name="IsDisposable">The domain hands out addresses that live for minutes.</param>
public readonly record struct Email(string Value, string MatchKey, bool IsRole, bool IsDisposable);
