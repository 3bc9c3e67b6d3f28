using System.Globalization;
using Meridian.Cli;
using NodaTime;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return CommandLine.Run(args, Terminal.OfProcess(), SystemClock.Instance);
