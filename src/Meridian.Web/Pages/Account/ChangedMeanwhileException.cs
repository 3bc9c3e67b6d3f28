namespace Meridian.Web.Pages.Account;

/// <summary>A person was ended or changed by somebody else while they changed something themselves; nothing is done.</summary>
internal sealed class ChangedMeanwhileException() : Exception("The person was changed by somebody else in the meantime.");
