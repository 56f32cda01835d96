//! Minimum-cost flow in whole numbers: shortest paths by potentials, and all paths of one length at
//! once. A solved network can lose an arc, and is put right by one more path.

use std::{cmp::Reverse, collections::BinaryHeap};

const FAR: i64 = i64::MAX;

/// One direction of an arc; its twin has what can be sent back.
#[derive(Clone, Copy, Debug)]
struct Arc {
    to: u32,
    twin: u32,
    left: i32,
    cost: i32,
}

/// Arcs as they are given, before the network is laid out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    arcs: Vec<(u32, u32, i32, i32)>,
}

/// An arc of a [`Plan`], and of the network that was made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ArcNo(u32);

fn wide(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Plan {
    /// An arc on which so many units can go at a cost for each that is not negative.
    pub(crate) fn add(&mut self, from: usize, to: usize, most: i32, cost: i32) -> ArcNo {
        let number = narrow(self.arcs.len());
        self.arcs.push((narrow(from), narrow(to), most, cost));
        ArcNo(number)
    }

    /// The network, the arcs of each node side by side.
    pub(crate) fn lay_out(self, n_nodes: usize) -> Network {
        let mut first = vec![0_u32; n_nodes + 1];
        for (from, to, ..) in &self.arcs {
            first[wide(*from) + 1] += 1;
            first[wide(*to) + 1] += 1;
        }
        for node in 0..n_nodes {
            first[node + 1] += first[node];
        }
        let mut next = first.clone();
        let none = Arc { to: 0, twin: 0, left: 0, cost: 0 };
        let mut arcs = vec![none; 2 * self.arcs.len()];
        let mut place_of = Vec::with_capacity(self.arcs.len());
        for (from, to, most, cost) in self.arcs {
            let there = next[wide(from)];
            next[wide(from)] += 1;
            let back = next[wide(to)];
            next[wide(to)] += 1;
            arcs[wide(there)] = Arc { to, twin: back, left: most, cost };
            arcs[wide(back)] = Arc { to: from, twin: there, left: 0, cost: -cost };
            place_of.push(there);
        }
        Network { first, arcs, place_of, height: vec![0; n_nodes], cost: 0 }
    }
}

/// A network with a flow in it that costs as little as one of its size can.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    first: Vec<u32>,
    arcs: Vec<Arc>,
    place_of: Vec<u32>,
    height: Vec<i64>,
    /// What the flow costs.
    pub(crate) cost: i64,
}

impl Network {
    /// Both directions of all arcs, as a measure of the work.
    pub(crate) fn n_arcs(&self) -> usize {
        self.arcs.len()
    }

    /// How many units go on an arc.
    pub(crate) fn on(&self, arc: ArcNo) -> i32 {
        let there = self.arcs[wide(self.place_of[wide(arc.0)])];
        self.arcs[wide(there.twin)].left
    }

    /// Sends as much as can be sent.
    pub(crate) fn fill(&mut self, source: usize, sink: usize) {
        while self.raise(source, sink) {
            let mut search = Search::new(self.height.len(), &self.first);
            while self.send_one(&mut search, source, sink) {}
        }
    }

    /// Nothing goes on an arc any more; what went there takes the cheapest other way.
    pub(crate) fn close(&mut self, arc: ArcNo) {
        let there = wide(self.place_of[wide(arc.0)]);
        let back = wide(self.arcs[there].twin);
        let (from, to) = (wide(self.arcs[back].to), wide(self.arcs[there].to));
        let units = self.arcs[back].left;
        self.cost -= i64::from(units) * i64::from(self.arcs[there].cost);
        self.arcs[there].left = 0;
        self.arcs[back].left = 0;
        for _ in 0..units {
            if !self.raise(from, to) {
                break;
            }
            let mut search = Search::new(self.height.len(), &self.first);
            self.send_one(&mut search, from, to);
        }
    }

    fn reduced(&self, from: usize, arc: Arc) -> i64 {
        i64::from(arc.cost) + self.height[from] - self.height[wide(arc.to)]
    }

    /// Raises the heights by the distances, so that shortest paths cost nothing; `false`: there is
    /// no path any more.
    fn raise(&mut self, source: usize, sink: usize) -> bool {
        let mut distance = vec![FAR; self.height.len()];
        let mut queue = BinaryHeap::new();
        distance[source] = 0;
        queue.push(Reverse((0_i64, narrow(source))));
        let mut reached = FAR;
        while let Some(Reverse((far, node))) = queue.pop() {
            let node = wide(node);
            if far > distance[node] {
                continue;
            }
            if node == sink {
                reached = far;
                break;
            }
            for place in self.first[node]..self.first[node + 1] {
                let arc = self.arcs[wide(place)];
                if arc.left == 0 {
                    continue;
                }
                let there = far + self.reduced(node, arc);
                if there < distance[wide(arc.to)] {
                    distance[wide(arc.to)] = there;
                    queue.push(Reverse((there, arc.to)));
                }
            }
        }
        if reached == FAR {
            return false;
        }
        for (height, distance) in self.height.iter_mut().zip(distance) {
            *height += distance.min(reached);
        }
        true
    }

    /// Sends one unit on a path that costs nothing by the heights, if one is left.
    fn send_one(&mut self, search: &mut Search, source: usize, sink: usize) -> bool {
        let mut path: Vec<usize> = Vec::new();
        let mut node = source;
        search.is_closed[source] = true;
        while node != sink {
            let mut onward = None;
            while search.next[node] < self.first[node + 1] {
                let place = wide(search.next[node]);
                let arc = self.arcs[place];
                let is_new = !search.is_closed[wide(arc.to)];
                if arc.left > 0 && is_new && self.reduced(node, arc) == 0 {
                    onward = Some(place);
                    break;
                }
                search.next[node] += 1;
            }
            if let Some(place) = onward {
                path.push(place);
                node = wide(self.arcs[place].to);
                search.is_closed[node] = true;
            } else {
                // A dead end stays closed for this search.
                let Some(place) = path.pop() else { return false };
                node = wide(self.arcs[wide(self.arcs[place].twin)].to);
                search.next[node] += 1;
            }
        }
        search.is_closed[sink] = false;
        for place in path {
            let arc = self.arcs[place];
            self.arcs[place].left -= 1;
            self.arcs[wide(arc.twin)].left += 1;
            self.cost += i64::from(arc.cost);
            let from = wide(self.arcs[wide(arc.twin)].to);
            search.is_closed[from] = false;
        }
        true
    }
}

/// Which arcs of each node were tried, and which nodes lead nowhere or are on the path.
struct Search {
    next: Vec<u32>,
    is_closed: Vec<bool>,
}

impl Search {
    fn new(n_nodes: usize, first: &[u32]) -> Self {
        Self { next: first.to_vec(), is_closed: vec![false; n_nodes] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheapest_way_is_taken_and_taken_back() {
        // Two workers, two tasks: the dear one is right for the first where both must work.
        let mut plan = Plan::default();
        for worker in [1, 2] {
            plan.add(0, worker, 1, 0);
            plan.add(worker + 2, 5, 1, 0);
        }
        let dear = plan.add(1, 3, 1, 5);
        let cheap = plan.add(1, 4, 1, 1);
        plan.add(2, 4, 1, 2);
        let mut network = plan.lay_out(6);
        network.fill(0, 5);
        assert_eq!((network.cost, network.on(dear), network.on(cheap)), (7, 1, 0));
    }

    #[test]
    fn what_went_on_a_closed_arc_goes_elsewhere() {
        let mut plan = Plan::default();
        let short = plan.add(0, 1, 2, 1);
        let long = plan.add(0, 1, 2, 9);
        plan.add(1, 2, 2, 0);
        let mut network = plan.lay_out(3);
        network.fill(0, 2);
        assert_eq!((network.cost, network.on(short)), (2, 2));
        network.close(short);
        assert_eq!((network.cost, network.on(short), network.on(long)), (18, 0, 2));
    }
}
