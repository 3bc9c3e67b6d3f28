using System.Globalization;
using Meridian.Normalise.Messages;

namespace Meridian.Web.Api;

/// <summary>Times in addresses and bodies: a day (its midnight UTC) or an ISO 8601 time.</summary>
internal static class ApiTime
{
    /// <summary>UTC; null for none.</summary>
    /// <exception cref="ProblemException">It is neither.</exception>
    public static DateTime? Read(string name, string? text)
    {
        if (text is null)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day.ToDateTime(TimeOnly.MinValue);
        return MessageTime.TryRead(text, out var time) ? time : throw new ProblemException(Problems.BadParameter, $"{name}: It is neither a day such as 2026-05-12 nor a time such as 2026-05-12T10:30:00Z.");
    }
}
