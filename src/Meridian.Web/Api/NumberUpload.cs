using System.Text;
using Meridian.Foundation.Geography;
using Meridian.Ingest;
using Meridian.Ingest.Reading;
using Meridian.Numbers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Meridian.Web.Api;

/// <summary>Marks an endpoint that takes lists of numbers, with the fields that it takes beside them.</summary>
internal sealed record NumberUploadMark(params string[] Fields);

/// <summary>
/// Lists of numbers as they come: a form with a part <c>file</c> for each list (and <c>against</c> for those that numbers are looked up in), or one list as the bare body. They stand in a folder of
/// their own, under their own names, and go with it.
/// </summary>
internal sealed class NumberUpload : IDisposable
{
    private readonly Dictionary<string, string?> _fields;

    private NumberUpload(string folder, Dictionary<string, string?> fields) => (Folder, _fields) = (folder, fields);

    /// <summary>Where results may be written too.</summary>
    public string Folder { get; }

    public List<string> Files { get; } = [];

    public List<string> Against { get; } = [];

    /// <summary>ISO code, or null.</summary>
    public string? Country { get; private set; }

    /// <summary>A field's text; null where it was not given.</summary>
    public string? this[string field] => _fields.GetValueOrDefault(field) is { Length: > 0 } text ? text : null;

    /// <exception cref="ProblemException">The field is neither.</exception>
    public bool IsSet(string field) => this[field] switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw new ProblemException(Problems.BadParameter, $"{field}: It is true or false."),
    };

    /// <summary>Takes the lists to the disk as they come.</summary>
    /// <exception cref="ProblemException">Something about them is missing or wrong; nothing of them is left.</exception>
    public static async Task<NumberUpload> Receive(HttpContext http, ApiStore store, ApiHost host)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = host.UploadBytes + (1 << 20);
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type))
            throw new ProblemException(Problems.WrongType, "Send multipart/form-data with a part file for each list, or one list itself as text/csv or application/octet-stream with file_name in the address.");
        var names = http.GetEndpoint()!.Metadata.GetMetadata<NumberUploadMark>()!.Fields;
        var upload = new NumberUpload(store.Store.Folder.Incoming(), names.ToDictionary(f => f, f => (string?)http.Request.Query[f], StringComparer.Ordinal));
        try
        {
            if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
                await upload.ReadForm(http, store, host, HeaderUtilities.RemoveQuotes(type.Boundary).Value).ConfigureAwait(false);
            else if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
                throw new ProblemException(Problems.WrongType, "Lists come as a form, or as they are; docs/numbers.md has examples.");
            else
                await upload.Add(upload.Files, store, host, http.Request.Body, http.Request.Query["file_name"].ToString() is { Length: > 0 } name ? name : "list.csv", http.RequestAborted).ConfigureAwait(false);
            if (upload.Files.Count == 0)
                throw new ProblemException(Problems.BadBody, "The form has no part 'file'.");
            if (upload["country"] is { } text)
                upload.Country = Countries.TryFind(text, out var country) ? country : throw new ProblemException(Problems.BadParameter, "country: It is not a country. Use an ISO 3166-1 code such as US, or a name.");
            return upload;
        }
        catch
        {
            upload.Dispose();
            throw;
        }
    }

    /// <summary>Opens lists.</summary>
    /// <exception cref="UnreadableFileException">One is not what it says, or holds no numbers; it is named as the caller named it.</exception>
    public List<NumberFile> Open(List<string> paths, string? column)
    {
        var files = new List<NumberFile>();
        try
        {
            foreach (var path in paths)
                files.Add(NumberFile.Open(path, Country, column));
            return files;
        }
        catch (UnreadableFileException e)
        {
            files.ForEach(f => f.Dispose());
            throw new UnreadableFileException(Named(e.Message), e);
        }
    }

    /// <summary>A message without the places of files on this disk.</summary>
    public string Named(string message)
    {
        foreach (var path in Files.Concat(Against))
            message = message.Replace(path, Path.GetFileName(path), StringComparison.Ordinal);
        return message.Replace("--column", "column", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    private async Task ReadForm(HttpContext http, ApiStore store, ApiHost host, string? boundary)
    {
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 200)
            throw new ProblemException(Problems.BadBody, "The form's boundary is missing or too long.");
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body);
            while (await reader.ReadNextSectionAsync(http.RequestAborted).ConfigureAwait(false) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part) || HeaderUtilities.RemoveQuotes(part.Name).Value is not { } name)
                    throw new ProblemException(Problems.BadBody, "A part of the form has no name.");
                if (name is "file" or "against")
                    await Add(name == "file" ? Files : Against, store, host, section.Body, Upload.FileNameOf(part), http.RequestAborted).ConfigureAwait(false);
                else if (_fields.TryGetValue(name, out var given) && given is null)
                    _fields[name] = await Upload.Text(section).ConfigureAwait(false);
                else
                    throw new ProblemException(Problems.BadBody, $"The form has a part that is not taken, or twice. There are file, against and, once each, {string.Join(", ", _fields.Keys)}.");
            }
        }
        catch (InvalidDataException)
        {
            throw new ProblemException(Problems.BadBody, "The body is no form as its Content-Type says.");
        }
        catch (IOException e) when (e is not BadHttpRequestException && e.Message.Contains("Unexpected end", StringComparison.Ordinal))
        {
            throw new ProblemException(Problems.BadBody, "The form ends before its last boundary.");
        }
    }

    private async Task Add(List<string> list, ApiStore store, ApiHost host, Stream from, string fileName, CancellationToken stop)
    {
        if (list.Count == NumberComparison.MostLists)
            throw new ProblemException(Problems.BadBody, $"At most {NumberComparison.MostLists} lists are taken.");
        using var file = await IncomingFile.ReceiveAsync(store.Store.Folder, from, fileName, host.UploadBytes, stop).ConfigureAwait(false);
        var place = Directory.CreateDirectory(Path.Combine(Folder, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Files.Count + Against.Count}")));
        // A name of many long letters is longer than a file's may be.
        var path = Path.Combine(place.FullName, Encoding.UTF8.GetByteCount(file.FileName) <= 200 ? file.FileName : file.Kept);
        File.Move(file.Path, path);
        list.Add(path);
    }

    /// <summary>What the document says of the body, which no type describes.</summary>
    public static OpenApiRequestBody Body(IReadOnlyList<string> fields)
    {
        var properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["file"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" }, Description = "A list; the part may stand there several times." },
        };
        if (fields.Contains("recipe"))
            properties["against"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" }, Description = "A list to look each number up in." };
        foreach (var field in fields)
            properties[field] = new OpenApiSchema { Type = JsonSchemaType.String };
        return new OpenApiRequestBody
        {
            Required = true,
            Description = "One number a line, or CSV, TSV, XLSX, JSON, JSON lines, Parquet or vCard; each also as .gz or .zip.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["multipart/form-data"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Required = new HashSet<string>(StringComparer.Ordinal) { "file" }, Properties = properties } },
                ["text/csv"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
                ["application/octet-stream"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
            },
        };
    }
}

/// <summary>Lists are worked on one at a time: each takes all cores, and memory for its numbers.</summary>
public sealed class NumberWork(ApiHost host) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <exception cref="ProblemException">Another list is worked on and does not end soon.</exception>
    public async Task<T> Run<T>(Func<T> work, CancellationToken stop)
    {
        if (!await _one.WaitAsync(host.Patience, stop).ConfigureAwait(false))
            throw new ProblemException(Problems.Busy, "Another list of numbers is being worked on, and this has to wait for it. Send it again later.", 10);
        try
        {
            return await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
