// The radar of a profile. Its numbers also stand in the table beside it.
(() => {
  const canvas = document.getElementById("radar");
  const data = JSON.parse(document.getElementById("radar-data").textContent);
  let chart = null;

  // Long names on lines of about fourteen letters, or the chart shrinks to make room for them.
  const lines = (label) => label.split(" ").reduce((done, word) => {
    const last = done[done.length - 1];
    if (last && `${last} ${word}`.length <= 14) return [...done.slice(0, -1), `${last} ${word}`];
    return [...done, word];
  }, []);

  const draw = () => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    // A fill would join a category nobody has measured through zero: then only lines and points.
    const isWhole = (series) => series.values.every((value) => value !== null);
    const inks = [colour("--hard"), colour("--quiet")];
    if (chart) chart.destroy();
    chart = new Chart(canvas, {
      type: "radar",
      data: {
        labels: data.labels.map(lines),
        datasets: data.series.map((series, index) => ({
          label: series.label,
          data: series.values,
          borderColor: inks[index],
          pointBackgroundColor: inks[index],
          backgroundColor: `${inks[index]}33`,
          fill: index === 0 && isWhole(series),
          spanGaps: false,
          borderDash: index === 0 ? [] : [5, 4],
          borderWidth: 2,
          pointRadius: index === 0 ? 3 : 0,
        })),
      },
      options: {
        animation: false,
        scales: {
          r: {
            min: 0,
            max: 5,
            ticks: { stepSize: 1, display: false },
            grid: { color: colour("--line") },
            angleLines: { color: colour("--line") },
            pointLabels: { color: colour("--quiet"), font: { size: 12 } },
          },
        },
        plugins: { legend: { position: "bottom", labels: { color: colour("--quiet") } } },
      },
    });
  };

  document.addEventListener("skillmap:theme", draw);
  draw();
})();
