"use strict";
(function () {
  var data = JSON.parse(document.getElementById("gegevens").textContent);
  var panel = document.getElementById("paneel");
  var links = Array.prototype.slice.call(document.querySelectorAll("svg a[data-topic]"));
  var numbers = new Intl.NumberFormat("nl-NL");
  var chosen = "";
  var chosenName = "";

  function show(link) {
    var about = document.getElementById(link.dataset.topic);
    while (panel.firstChild) { panel.removeChild(panel.firstChild); }
    Array.prototype.forEach.call(about.childNodes, function (part) { panel.appendChild(part.cloneNode(true)); });
    if (chosen) {
      var line = document.createElement("p");
      line.className = "soft";
      line.textContent = "Nu gekozen: " + chosenName + ". Uitspraken: " + numbers.format(data.counts[link.dataset.topic][chosen] || 0) + ".";
      panel.insertBefore(line, panel.children[1] || null);
    }
  }

  function size(link) {
    var circle = link.querySelector("circle");
    if (!circle.dataset.full) { circle.dataset.full = circle.getAttribute("r"); }
    var counts = data.counts[link.dataset.topic];
    var total = Number(document.getElementById(link.dataset.topic).dataset.statements);
    var part = chosen ? (counts[chosen] || 0) / total : 1;
    circle.setAttribute("r", String(part ? Math.max(Number(circle.dataset.full) * Math.sqrt(part), 3) : 3));
    link.classList.toggle("none", part === 0);
  }

  function filter() {
    if (!data.groups.length) { return; }
    var holder = document.getElementById("keuze");
    var label = document.createElement("label");
    var field = document.createElement("select");
    var said = document.createElement("p");
    said.className = "soft";
    said.setAttribute("role", "status");
    label.textContent = "Toon: ";
    field.appendChild(new Option("alle uitspraken", ""));
    data.groups.forEach(function (group) {
      var part = document.createElement("optgroup");
      part.label = group.name;
      group.choices.forEach(function (choice) { part.appendChild(new Option(choice[1], choice[0])); });
      field.appendChild(part);
    });
    label.appendChild(field);
    holder.appendChild(label);
    holder.appendChild(said);
    field.addEventListener("change", function () {
      chosen = field.value;
      chosenName = field.options[field.selectedIndex].textContent;
      links.forEach(size);
      var found = links.filter(function (link) { return !chosen || data.counts[link.dataset.topic][chosen]; });
      said.textContent = chosen ? "In " + numbers.format(found.length) + " van de " + numbers.format(links.length) + " tekstonderwerpen staat iets van " + chosenName + "." : "";
    });
    holder.hidden = false;
  }

  links.forEach(function (link) {
    link.addEventListener("focus", function () { show(link); });
    link.addEventListener("mouseenter", function () { show(link); });
  });
  filter();
}());
