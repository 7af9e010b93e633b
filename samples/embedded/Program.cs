using Headway;
using Headway.Client;
using Headway.Store;
using Headway.Web.Api;
using Headway.Web.Dashboard;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHeadwayStore(builder.Configuration["jobs"] ?? "jobs.db"); // or postgres://user:password@host/name
builder.Services.AddHeadway(headway => headway.AddJobType<Shout>("text.shout").AddWorker());
builder.Services.AddHeadwayApi().AddHeadwayDashboard();

var app = builder.Build();
app.UseHeadwayGuards();
app.MapHeadwayApi();
app.MapGet("/shout/{text}", async (string text, JobClient jobs, CancellationToken ct) =>
{
    var id = await jobs.EnqueueAsync("text.shout", new Words(text), ct);
    return await jobs.WaitAsync<Shouted>(id, TimeSpan.FromSeconds(30), ct);
});
app.MapHeadway("/jobs");
app.Run();
