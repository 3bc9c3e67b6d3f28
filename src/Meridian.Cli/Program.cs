using System.Globalization;
using Meridian.Cli;
using Meridian.Foundation.Snapshots;
using NodaTime;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return CommandLine.Run(args, Terminal.OfProcess(), SystemClock.Instance, SnapshotRule.OfEnvironment());
