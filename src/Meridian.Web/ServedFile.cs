using Microsoft.AspNetCore.Http;

namespace Meridian.Web;

/// <summary>A file that is made for one answer: written where a killed server's leftovers are found, sent, and gone when it is sent.</summary>
internal static class ServedFile
{
    /// <param name="name">As the browser keeps it; its end says the format.</param>
    /// <param name="write">Writes it to a path, and says of how many customers it is.</param>
    /// <param name="told">Is told how many, before the file goes out.</param>
    public static async Task<IResult> Send(HttpContext http, OpenStore store, string name, string type, Func<Foundation.Database.ISession, string, long> write, Action<long> told)
    {
        var folder = store.Folder.Incoming();
        try
        {
            var path = Path.Combine(folder, "file" + Path.GetExtension(name));
            told(await Task.Factory.StartNew(
                () =>
                {
                    using var session = store.OpenSession();
                    return write(session, path);
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false));
            var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous | FileOptions.SequentialScan });
            http.Response.OnCompleted(() =>
            {
                Directory.Delete(folder, recursive: true);
                return Task.CompletedTask;
            });
            return Results.Stream(file, type, name);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }
}
