using Microsoft.Extensions.Logging;

namespace Meridian.Web.Pages.Layout;

internal static partial class FailedLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed: {Kind}\n{Trace}")]
    public static partial void Page(ILogger logger, string kind, string trace);
}
